//! What an island remembers.
//!
//! A signal compiles all its machinery anew for each type it holds; a slot keeps every type behind one door and shares
//! it, which took 33 kB off the wasm as it runs and 2 kB as it travels.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::{Arc, RwLock};

use leptos::prelude::*;

type Kept = Arc<RwLock<Box<dyn Any + Send + Sync>>>;

/// A value that can be read and changed from every part of an island. What is drawn or done from it is drawn or done
/// anew when it changes.
pub struct ErasedSignal<T> {
    kept: StoredValue<Kept>,
    changed: Trigger,
    holds: PhantomData<fn() -> T>,
}

impl<T> Clone for ErasedSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ErasedSignal<T> {}

impl<T> std::fmt::Debug for ErasedSignal<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ErasedSignal")
    }
}

fn keep(value: Box<dyn Any + Send + Sync>) -> (StoredValue<Kept>, Trigger) {
    (StoredValue::new(Arc::new(RwLock::new(value))), Trigger::new())
}

impl<T: Send + Sync + 'static> ErasedSignal<T> {
    /// Remembers a value.
    pub fn new(value: T) -> Self {
        let (kept, changed) = keep(Box::new(value));
        Self { kept, changed, holds: PhantomData }
    }

    /// Looks at the value; whatever called this is called again when it changes.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        self.changed.track();
        self.with_untracked(look)
    }

    /// Whatever called this is called again when the value changes.
    pub fn track(&self) {
        self.changed.track();
    }

    /// Looks at the value once.
    pub fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        let kept = self.kept.get_value();
        let value = kept.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        match value.downcast_ref() {
            Some(value) => look(value),
            None => unreachable!("a slot holds what it was made with"),
        }
    }

    /// Puts another value in its place.
    pub fn set(&self, value: T) {
        self.update(|place| *place = value);
    }

    /// Changes the value.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        // Gone with its page.
        let Some(kept) = self.kept.try_get_value() else { return };
        {
            let mut value = kept.write().unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some(value) = value.downcast_mut() {
                change(value);
            }
        }
        self.changed.notify();
    }
}

impl<T: Clone + Send + Sync + 'static> ErasedSignal<T> {
    /// The value; whatever called this is called again when it changes.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: PartialEq + Send + Sync + 'static> ErasedSignal<T> {
    /// Puts another value in its place, if it is another: nothing is drawn for nothing.
    pub fn set_if_new(&self, value: T) {
        if self.with_untracked(|now| *now != value) {
            self.set(value);
        }
    }
}
