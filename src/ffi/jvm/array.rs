//! The array that a request crosses in, without the checks for exceptions that its length, known
//! once, makes needless: with the crate's own functions they cost as much as the copies.

use std::marker::PhantomData;

use jni::EnvUnowned;
use jni::objects::JByteArray;
use jni::sys::{JNIEnv, jbyteArray, jsize};

use super::call::Failure;

/// A byte array of the caller, for the time of a native method.
pub(super) struct Array<'l> {
    env: *mut JNIEnv,
    array: jbyteArray,
    len: usize,
    frame: PhantomData<EnvUnowned<'l>>,
}

impl<'l> Array<'l> {
    /// The array that came with the call.
    pub(super) fn new(env: &EnvUnowned<'l>, array: &JByteArray<'l>) -> Result<Self, Failure> {
        let (env, array) = (env.as_raw(), array.as_raw());
        if array.is_null() {
            return Err(Failure::Argument("null where a byte array is due"));
        }
        // SAFETY: the machine gave both to the native method that `'l` is the time of; every version
        // of its table has this function, and it throws nothing.
        let len = unsafe { ((**env).v1_1.GetArrayLength)(env, array) };
        Ok(Self {
            env,
            array,
            len: usize::try_from(len).unwrap_or(0),
            frame: PhantomData,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Fills `bytes` with the beginning of the array.
    pub(super) fn read(&self, bytes: &mut [u8]) -> Result<(), Failure> {
        let len = self.within(bytes.len())?;
        // SAFETY: as in `new`; the range lies within the array, so nothing is thrown, and within
        // `bytes`, whose items have the size and alignment of `jbyte`, of which every pattern is one.
        unsafe {
            ((**self.env).v1_1.GetByteArrayRegion)(
                self.env,
                self.array,
                0,
                len,
                bytes.as_mut_ptr().cast(),
            );
        }
        Ok(())
    }

    /// Writes `bytes` over the beginning of the array.
    pub(super) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let len = self.within(bytes.len())?;
        // SAFETY: as in `read`.
        unsafe {
            ((**self.env).v1_1.SetByteArrayRegion)(
                self.env,
                self.array,
                0,
                len,
                bytes.as_ptr().cast(),
            );
        }
        Ok(())
    }

    /// A length that the array has.
    fn within(&self, len: usize) -> Result<jsize, Failure> {
        let len = Some(len).filter(|len| *len <= self.len);
        len.and_then(|len| jsize::try_from(len).ok())
            .ok_or(Failure::Argument("lengths beyond the array"))
    }
}
