//! The portal tried in-process, one file a part of it. One binary, so that it links once.

mod answers;
mod api;
mod application;
mod care;
mod devices;
mod evidence;
mod feeds;
mod frame;
mod help;
mod hospital;
mod jobs;
mod lessons;
mod limits;
mod mail_out;
mod mail_server;
mod office;
mod papers;
mod passkeys;
mod people;
mod plan;
mod posture;
mod routes;
mod security_cases;
mod sign_in;
