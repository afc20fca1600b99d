//! Windows event logs to findings: files, folders and archives in, rules run, repeats folded, reports out.

pub mod rule_check;
