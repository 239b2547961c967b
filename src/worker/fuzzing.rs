//! A door for the fuzz targets: what a parent makes of what a child says. Not
//! part of the program.

use super::{
    Reply,
    protocol::{PART, RESULT, SLICE, answer, decode, numbered, read_frame, write_frame},
    slices::Slices,
};

/// The frames of a child that says anything, up to its first result.
///
/// # Panics
/// Where a frame that was written is not read as it was.
#[must_use]
pub fn reply(mut said: &[u8]) -> Option<Reply> {
    let mut parts = Vec::new();
    let mut slices = Slices::default();
    while let Ok(Some(frame)) = read_frame(&mut said, 1 << 30) {
        let mut again = Vec::new();
        assert!(write_frame(&mut again, &frame).is_ok());
        assert!(
            matches!(read_frame(&mut again.as_slice(), 1 << 30), Ok(Some(same)) if same == frame)
        );
        match frame.split_first() {
            Some((&PART, bytes)) => parts.push(bytes.to_vec()),
            Some((&SLICE, bytes)) => slices.add(bytes).ok()?,
            Some((&RESULT, said)) => {
                let mut reply: Reply = decode(numbered(said, 0)?).ok()?;
                let again = answer(0, &reply);
                assert!(again.is_ok_and(|again| again.len() > 5));
                if !slices.restore(&mut reply) {
                    return None;
                }
                reply.restore(parts.into_iter());
                return Some(reply);
            }
            _ => {}
        }
    }
    None
}
