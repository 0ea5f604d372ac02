//! Memory for decoding, shared by all threads: so much, however many there are.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes that pictures which are being decoded may take up together. Together
/// with the rest of the program this stays below 256 MiB.
const ALL: u64 = 160 << 20;

static FREE: Mutex<u64> = Mutex::new(ALL);
static FREED: Condvar = Condvar::new();

/// What was taken; it is given back when this goes.
struct Taken(u64);

impl Drop for Taken {
    fn drop(&mut self) {
        *FREE.lock().unwrap_or_else(PoisonError::into_inner) += self.0;
        FREED.notify_all();
    }
}

/// Does work that takes about so many bytes, once there is room for it. What
/// takes more than there is waits to be alone. The work must not wait for
/// other threads.
pub(super) fn with_room<T>(bytes: u64, work: impl FnOnce() -> T) -> T {
    let wanted = bytes.min(ALL);
    let mut free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
    while *free < wanted {
        free = FREED.wait(free).unwrap_or_else(PoisonError::into_inner);
    }
    *free -= wanted;
    drop(free);
    let _taken = Taken(wanted);
    work()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use rayon::iter::{IntoParallelIterator, ParallelIterator};

    use super::{ALL, with_room};

    #[test]
    fn work_that_does_not_fit_together_is_done_in_turns() {
        let (now, most) = (AtomicU64::new(0), AtomicU64::new(0));
        (0..64_u64).into_par_iter().for_each(|index| {
            let wanted = [ALL / 3, ALL, 2 * ALL][usize::try_from(index % 3).unwrap()];
            with_room(wanted, || {
                let wanted = wanted.min(ALL);
                most.fetch_max(now.fetch_add(wanted, Ordering::SeqCst) + wanted, Ordering::SeqCst);
                std::thread::yield_now();
                now.fetch_sub(wanted, Ordering::SeqCst);
            });
        });
        assert!(most.into_inner() <= ALL);
    }
}
