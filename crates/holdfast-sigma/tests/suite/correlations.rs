//! Correlations.
