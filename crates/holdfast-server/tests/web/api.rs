//! The JSON API in process: the document tells the truth about every call, and calls refuse what they should.

mod answers;
mod application;
mod badges;
mod care;
mod care_drill;
mod classes;
mod collected;
mod devices;
mod document;
mod evidence;
mod help;
mod hospital;
mod learn;
mod office;
mod papers;
mod people;
mod plan;
mod public;
mod refuse;
mod registration;
mod reported_mail;
mod schema;
mod security_cases;
mod token;
mod tour;
mod training;
mod twins;

use tour::Tour;

/// Every call once, each answer held against its schema; a call without an example here fails.
#[tokio::test]
async fn every_call_answers_as_the_document_says() {
    let mut tour = Tour::start().await;
    public::visit(&mut tour).await;
    registration::visit(&mut tour).await;
    application::visit(&mut tour).await;
    hospital::visit(&mut tour).await;
    answers::visit(&mut tour).await;
    evidence::visit(&mut tour).await;
    collected::visit(&mut tour).await;
    plan::visit(&mut tour).await;
    papers::visit(&mut tour).await;
    training::visit(&mut tour).await;
    learn::visit(&mut tour).await;
    classes::visit(&mut tour).await;
    badges::visit(&mut tour).await;
    care::visit(&mut tour).await;
    care_drill::visit(&mut tour).await;
    security_cases::visit(&mut tour).await;
    reported_mail::visit(&mut tour).await;
    devices::visit(&mut tour).await;
    people::visit(&mut tour).await;
    help::visit(&mut tour).await;
    office::visit(&mut tour).await;
    assert_eq!(tour.not_visited(), Vec::<String>::new(), "calls without an example in this test");
}
