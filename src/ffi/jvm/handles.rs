//! The table of tracers that Java holds: numbers instead of pointers.
//!
//! A number is a serial above a place. No serial is given twice, so the number of a closed tracer is
//! found to be none of the table's, whatever stands in its place now. Looking a tracer up takes no
//! lock; a call that has found its tracer keeps it alive to its end, also when another thread closes
//! it meanwhile.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use arc_swap::ArcSwapOption;

use crate::trace::state::tracer::Tracer;

const PLACE_BITS: u32 = 16;
/// Open tracers at a time: far above what a program needs, and an end to one that forgets to close.
const MOST: u32 = 1 << PLACE_BITS;
const CHUNK: usize = 256;
const CHUNKS: usize = MOST as usize / CHUNK;

static HANDLES: Handles = Handles::new();

/// The table of the process.
pub(super) fn table() -> &'static Handles {
    &HANDLES
}

type Place = ArcSwapOption<Entry>;

struct Entry {
    handle: i64,
    tracer: Tracer,
}

/// A table of tracers.
pub(super) struct Handles {
    chunks: [OnceLock<Box<[Place]>>; CHUNKS],
    writer: Mutex<Writer>,
}

/// What only those need who open and close.
struct Writer {
    last_serial: i64,
    used: u32,
    free: Vec<u32>,
}

impl Handles {
    const fn new() -> Self {
        Self {
            chunks: [const { OnceLock::new() }; CHUNKS],
            writer: Mutex::new(Writer {
                last_serial: 0,
                used: 0,
                free: Vec::new(),
            }),
        }
    }

    /// Gives a tracer a number; `None` when too many are open.
    pub(super) fn open(&self, tracer: Tracer) -> Option<i64> {
        let mut writer = self.lock();
        let place = match writer.free.pop() {
            Some(place) => place,
            None if writer.used < MOST => {
                writer.used += 1;
                writer.used - 1
            }
            None => return None,
        };
        writer.last_serial += 1;
        let handle = writer.last_serial << PLACE_BITS | i64::from(place);
        let entry = Arc::new(Entry { handle, tracer });
        self.place_of(handle, true)?.store(Some(entry));
        Some(handle)
    }

    /// Takes a number out of use; false when it is not in use. The tracer goes with the last call
    /// that is inside it.
    pub(super) fn close(&self, handle: i64) -> bool {
        let removed = {
            let mut writer = self.lock();
            let Some(place) = self.place_of(handle, false) else {
                return false;
            };
            let entry = place.load_full().filter(|entry| entry.handle == handle);
            if entry.is_some() {
                place.store(None);
                writer.free.extend(place_number(handle));
            }
            entry
        };
        // Dropped here, outside the lock: with the tracer go its listeners, which are foreign.
        removed.is_some()
    }

    /// The tracer of a number, to be kept as long as needed.
    pub(super) fn get(&self, handle: i64) -> Option<Tracer> {
        self.with(handle, Tracer::clone)
    }

    /// Calls `body` with the tracer of a number, and writes nothing that threads share.
    #[inline]
    pub(super) fn with<T>(&self, handle: i64, body: impl FnOnce(&Tracer) -> T) -> Option<T> {
        let entry = self.place_of(handle, false)?.load();
        match entry.as_deref() {
            Some(entry) if entry.handle == handle => Some(body(&entry.tracer)),
            _ => None,
        }
    }

    #[inline]
    fn place_of(&self, handle: i64, make: bool) -> Option<&Place> {
        let place = place_number(handle)? as usize;
        let chunk = self.chunks.get(place / CHUNK)?;
        let places = if make {
            chunk.get_or_init(|| (0..CHUNK).map(|_| Place::empty()).collect())
        } else {
            chunk.get()?
        };
        places.get(place % CHUNK)
    }

    fn lock(&self) -> MutexGuard<'_, Writer> {
        // Every change under this lock is whole before anything could panic.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[inline]
fn place_number(handle: i64) -> Option<u32> {
    u32::try_from(handle & i64::from(MOST - 1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ffi::ops;

    fn tracer() -> Tracer {
        ops::new(None).unwrap()
    }

    #[test]
    fn a_number_finds_its_own_tracer() {
        let table = Handles::new();
        let (first, second) = (tracer(), tracer());
        let handles = [&first, &second].map(|t| table.open(t.clone()).unwrap());
        for (handle, tracer) in handles.into_iter().zip([first, second]) {
            assert_eq!(table.get(handle).unwrap().snapshot(), tracer.snapshot());
        }
    }

    #[test]
    fn the_number_of_a_closed_tracer_never_finds_its_successor() {
        let table = Handles::new();
        let old = table.open(tracer()).unwrap();
        assert!(table.close(old));
        let new = table.open(tracer()).unwrap();
        assert_eq!(place_number(old), place_number(new), "the place is reused");
        assert!(table.get(old).is_none());
        assert!(!table.close(old));
        assert!(table.get(new).is_some());
    }

    #[test]
    fn numbers_that_were_never_given_find_nothing() {
        let table = Handles::new();
        let real = table.open(tracer()).unwrap();
        let wrong = [
            0,
            1,
            -1,
            i64::MIN,
            i64::MAX,
            real + 1,
            real - 1,
            !real,
            4096,
        ];
        for handle in wrong {
            assert!(table.get(handle).is_none(), "{handle}");
            assert!(!table.close(handle), "{handle}");
        }
        assert!(table.get(real).is_some());
    }

    #[test]
    fn a_call_keeps_its_tracer_while_another_thread_closes_it() {
        let table = Handles::new();
        let handle = table.open(tracer()).unwrap();
        let said = table.with(handle, |tracer| {
            std::thread::scope(|threads| {
                threads.spawn(|| assert!(table.close(handle)));
            });
            tracer.snapshot()
        });
        assert!(said.unwrap().contains("traceId"));
        assert!(table.get(handle).is_none());
    }

    #[test]
    fn opening_and_closing_on_many_threads_mixes_no_two_tracers() {
        let table = Handles::new();
        std::thread::scope(|threads| {
            for _ in 0..8 {
                threads.spawn(|| {
                    for _ in 0..500 {
                        let mine = tracer();
                        let handle = table.open(mine.clone()).unwrap();
                        assert_eq!(table.get(handle).unwrap().snapshot(), mine.snapshot());
                        assert!(table.close(handle));
                        assert!(table.get(handle).is_none());
                    }
                });
            }
        });
        assert!(table.lock().used <= 8, "places are used again");
    }
}
