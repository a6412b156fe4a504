//! What is made of the whole register and kept for everyone who asks.

use std::sync::Arc;

use tokio::sync::Mutex;

use crate::web;

/// What was made last, and of what.
pub struct Latest<K, T>(Mutex<Option<(K, Arc<T>)>>);

impl<K, T> Default for Latest<K, T> {
    fn default() -> Latest<K, T> {
        Latest(Mutex::default())
    }
}

impl<K: PartialEq, T> Latest<K, T> {
    /// What was made last, where it was made of what it would be made of now, else what `make` makes. Of those who ask at once
    /// one makes it and the others wait.
    ///
    /// # Errors
    /// That of `make`; nothing new is kept then.
    pub async fn read(
        &self,
        key: impl FnOnce() -> K,
        make: impl Future<Output = web::Result<T>>,
    ) -> web::Result<Arc<T>> {
        let mut held = self.0.lock().await;
        // Before making: if the register moves meanwhile, the next reader makes it again.
        let key = key();
        if let Some((_, made)) = held.as_ref().filter(|(of, _)| *of == key) {
            return Ok(made.clone());
        }
        let made = Arc::new(make.await?);
        *held = Some((key, made.clone()));
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Error;

    #[tokio::test]
    async fn it_is_made_once_for_all_who_ask_at_once() {
        let (latest, made) = (Latest::default(), std::sync::atomic::AtomicU32::new(0));
        let make = async || {
            tokio::task::yield_now().await;
            Ok(made.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
        };
        let (one, other) = tokio::join!(latest.read(|| 1, make()), latest.read(|| 1, make()));
        assert_eq!((*one.unwrap(), *other.unwrap()), (0, 0));
        assert_eq!(*latest.read(|| 2, make()).await.unwrap(), 1);
        assert!(latest.read(|| 3, async { Err(Error::NotFound) }).await.is_err());
        assert_eq!(*latest.read(|| 2, make()).await.unwrap(), 1);
    }
}
