//! How far a batch got.

use std::{
    io::IsTerminal,
    sync::atomic::{AtomicUsize, Ordering},
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::{normalize::display::safe, output::stderr};

/// Shows how far a batch got: a bar on a terminal, else a line a file.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    lines: bool,
    files: usize,
    begun: AtomicUsize,
    refused: AtomicUsize,
}

impl Progress {
    pub(super) fn new(files: usize, shown: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").ok();
        let bar = (shown && terminal).then(|| {
            let bar = ProgressBar::new(files as u64);
            match style {
                Some(style) => bar.with_style(style),
                None => bar,
            }
        });
        Self {
            bar,
            lines: shown && !terminal,
            files,
            begun: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
        }
    }

    pub(super) fn begin(&self, file: &str) {
        let refused = self.refused.load(Ordering::Relaxed);
        let file = safe(file);
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{file} (✗ {refused})"));
        } else if self.lines {
            let at = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
            stderr::line(&format!("[{at}/{}] {file}", self.files));
        }
    }

    pub(super) fn end(&self, refused: usize) {
        self.refused.fetch_add(refused, Ordering::Relaxed);
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
