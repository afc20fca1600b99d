//! The device's own key: made here, never sent, kept so that only the agent's user on this machine can use it.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use holdfast_wire::device::SIGNED_AS;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};

use super::StateError;
use super::whole::{self, Found};
use crate::os;

/// A key that signs.
pub struct DeviceKey(Ed25519KeyPair);

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceKey(***)")
    }
}

impl DeviceKey {
    /// The key in a file, if there is one that is whole. A broken one is set aside and told.
    pub fn load(path: &Path, told: &mut Vec<String>) -> Result<Option<Self>, StateError> {
        let sealed = match whole::read(path).map_err(|e| StateError::read(path, e))? {
            Found::Nothing => return Ok(None),
            Found::Broken(what) => {
                told.push(what);
                return Ok(None);
            }
            Found::Whole(sealed) => sealed,
        };
        let pair = os::unsealed(&sealed).ok().and_then(|plain| Ed25519KeyPair::from_pkcs8(&plain).ok());
        if pair.is_none() {
            // A disk moved to another machine brings a key that this one cannot open.
            if let Ok(Found::Broken(what)) = whole::set_aside(path, "holds no key this machine can open") {
                told.push(what);
            }
        }
        Ok(pair.map(Self))
    }

    /// A new key, kept in a file before it is used.
    pub fn make(path: &Path) -> Result<Self, StateError> {
        let no_key = |what: &str| StateError::Key(what.to_owned());
        let plain = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new())
            .map_err(|_| no_key("the system gives no random bytes"))?;
        let pair = Ed25519KeyPair::from_pkcs8(plain.as_ref())
            .map_err(|_| no_key("the new key cannot be read back"))?;
        let sealed =
            os::sealed(plain.as_ref()).map_err(|e| StateError::Key(format!("it cannot be sealed: {e}")))?;
        whole::write(path, &sealed).map_err(|e| StateError::write(path, e))?;
        Ok(Self(pair))
    }

    /// The half that others may know, as messages carry it.
    pub fn public(&self) -> String {
        STANDARD_NO_PAD.encode(self.0.public_key())
    }

    /// The signature of a packed body, as its header carries it.
    pub fn sign(&self, packed: &[u8]) -> String {
        STANDARD_NO_PAD.encode(self.0.sign(&[SIGNED_AS, packed].concat()))
    }
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    #[test]
    fn the_same_key_comes_back_and_its_signature_holds() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("key");
        let made = DeviceKey::make(&path).expect("made");
        let mut told = Vec::new();
        let loaded = DeviceKey::load(&path, &mut told).expect("read").expect("there");
        assert_eq!((made.public(), told.len()), (loaded.public(), 0));
        let public = STANDARD_NO_PAD.decode(made.public()).expect("base64");
        let signature = STANDARD_NO_PAD.decode(loaded.sign(b"body")).expect("base64");
        let key = UnparsedPublicKey::new(&ED25519, public);
        assert!(key.verify(&[SIGNED_AS, b"body"].concat(), &signature).is_ok());
        assert!(key.verify(b"body", &signature).is_err());
    }

    #[test]
    fn bytes_that_are_no_key_are_set_aside() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("key");
        whole::write(&path, b"not a key").expect("written");
        let mut told = Vec::new();
        assert!(DeviceKey::load(&path, &mut told).expect("read").is_none());
        assert!(told[0].contains("holds no key"), "{told:?}");
        assert!(!path.exists());
    }
}
