//! Nothing of its own: a place for tests and benches that hold our readers against others.
