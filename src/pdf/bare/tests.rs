//! Hand-made lines.
