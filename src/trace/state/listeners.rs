//! Who is told about changes.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::history::Origin;
use super::view::View;

/// A change of the state, as listeners see it.
#[derive(Debug, Clone)]
pub struct Change {
    /// The state after the change.
    pub view: Arc<View>,
    /// Who made it; a page is not told of its own changes.
    pub origin: Origin,
}

/// A listener. It is called after each change, outside every lock, on the thread that made the
/// change; calls of different threads may overlap and come in any order, so a receiver ignores a
/// revision lower than it has seen.
pub type Listener = dyn Fn(&Change) + Send + Sync;

/// Names a listener for removal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ListenerId(pub u64);

/// The listeners of a tracer.
#[derive(Default)]
pub struct Listeners {
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    last_id: u64,
    list: Vec<(ListenerId, Arc<Listener>)>,
}

impl Listeners {
    /// Adds a listener.
    pub fn add(&self, listener: Arc<Listener>) -> ListenerId {
        let mut entries = self.lock();
        entries.last_id += 1;
        let id = ListenerId(entries.last_id);
        entries.list.push((id, listener));
        id
    }

    /// Removes a listener: no new call starts after this returns. One that another thread has begun,
    /// which it does by taking the listener under the lock, may still be running; the listener is
    /// dropped after it. False when the id is unknown.
    pub fn remove(&self, id: ListenerId) -> bool {
        let removed = {
            let mut entries = self.lock();
            let at = entries.list.iter().position(|(other, _)| *other == id);
            at.map(|at| entries.list.remove(at))
        };
        removed.is_some()
    }

    /// Calls every listener that is there when its turn comes.
    pub fn notify(&self, change: &Change) {
        let ids: Vec<ListenerId> = self.lock().list.iter().map(|(id, _)| *id).collect();
        for id in ids {
            if let Some(listener) = self.get(id) {
                listener(change);
            }
        }
    }

    /// Whether there is nobody to call.
    pub fn is_empty(&self) -> bool {
        self.lock().list.is_empty()
    }

    fn get(&self, id: ListenerId) -> Option<Arc<Listener>> {
        let entries = self.lock();
        entries
            .list
            .iter()
            .find(|(other, _)| *other == id)
            .map(|(_, listener)| listener.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries> {
        // No listener runs under this lock, so a poisoned one holds whole entries all the same.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Listeners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Listeners({})", self.lock().list.len())
    }
}
