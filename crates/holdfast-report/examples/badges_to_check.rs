//! Writes made-up badges, with all that others need to check them, for programs of others to read: some hold, and some must not.
//!
//!   cargo run --package holdfast-report --example badges_to_check -- FOLDER

use std::error::Error;
use std::path::Path;

use holdfast_core::catalog::{Bilingual, Language, LessonId, PackId};
use holdfast_core::decide::badge::{
    Achievement, Credential, Feat, Issuer, Place, Recipient, achievement_document, did_document, key_set,
    payload, profile, status_list,
};
use holdfast_report::badge::{SigningKey, encoded_list, new_key, png_with, svg_with};
use jiff::Timestamp;
use jiff::civil::{Date, date};

/// The person whom the badges are for, for whoever asks whether they are.
const ADDRESS: &str = "ann@fixture.example";

fn achievement() -> Achievement {
    Achievement {
        feat: Feat::Pack(PackId::new("clinical")),
        name: Bilingual::new(
            "Security lessons done: Clinical staff",
            "Lecciones de seguridad hechas: Personal clínico",
        ),
        description: Bilingual::new(
            "Did the ten short security lessons.",
            "Hizo las diez lecciones cortas de seguridad.",
        ),
        criteria: Bilingual::new(
            "All lessons must be in force at once.",
            "Las lecciones deben estar vigentes a la vez.",
        ),
        lessons: vec![LessonId::new("report-it")],
        holds_days: Some(140),
    }
}

fn credential(n: u8, recipient: Recipient, until: Option<Date>) -> Result<Credential, Box<dyn Error>> {
    Ok(Credential {
        id: format!("urn:uuid:00000000-0000-4000-8000-0000000000{n:02}"),
        subject: format!("urn:uuid:00000000-0000-4000-9000-0000000000{n:02}"),
        recipient,
        language: if n.is_multiple_of(2) { Language::Spanish } else { Language::English },
        issued_at: "2026-03-02T12:00:00.25Z".parse()?,
        earned_on: date(2026, 2, 1),
        until,
        place: Place { list: 0, index: u32::from(n) },
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: badges_to_check FOLDER")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let keep = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes);
    let issuer = Issuer { url: "https://portal.example".to_owned(), name: "Holdfast".to_owned() };
    let (key, other) = (SigningKey::from_pkcs8(&new_key()?)?, SigningKey::from_pkcs8(&new_key()?)?);
    // A key that signs no more stays in the set.
    let keys = [key.public().clone(), SigningKey::from_pkcs8(&new_key()?)?.public().clone()];
    let what = achievement();
    let mail = || Recipient::mail(ADDRESS, "00112233445566778899aabbccddeeff");
    let sign = |credential: &Credential| key.sign(&issuer, &payload(&issuer, &what, credential));

    let good = credential(1, mail(), Some(date(2099, 5, 21)))?;
    let token = sign(&good)?;
    keep("good.jwt", token.as_bytes())?;
    keep("good.png", &png_with(&token))?;
    keep("good.svg", svg_with(&token, &what.name.en, &what.description.en, "en").as_bytes())?;
    keep(
        "good-spanish-no-mail.jwt",
        sign(&credential(2, Recipient::Name("Ann Lee".to_owned()), None)?)?.as_bytes(),
    )?;
    keep("bad-expired.jwt", sign(&credential(3, mail(), Some(date(2026, 5, 21)))?)?.as_bytes())?;
    keep("bad-taken-back.jwt", sign(&credential(4, mail(), None)?)?.as_bytes())?;
    keep("bad-other-key.jwt", other.sign(&issuer, &payload(&issuer, &what, &good))?.as_bytes())?;

    let (from, until): (Timestamp, Timestamp) =
        ("2026-03-02T12:00:00Z".parse()?, "2099-03-02T12:00:00Z".parse()?);
    let list =
        |taken: &[u32], until| key.sign(&issuer, &status_list(&issuer, 0, &encoded_list(taken), from, until));
    keep("status.jwt", list(&[4, 90_000], until)?.as_bytes())?;
    keep("bad-status-old.jwt", list(&[], from)?.as_bytes())?;
    let forged = other.sign(&issuer, &status_list(&issuer, 0, &encoded_list(&[]), from, until))?;
    keep("bad-status-other-key.jwt", forged.as_bytes())?;
    keep("keys.json", key_set(&keys).to_string().as_bytes())?;
    keep("key.json", keys[0].document().to_string().as_bytes())?;
    keep("did.json", did_document(&issuer, &keys).to_string().as_bytes())?;
    keep("issuer.json", profile(&issuer).to_string().as_bytes())?;
    for (name, language) in [("en", Language::English), ("es", Language::Spanish)] {
        let document = achievement_document(&issuer, &what, language).to_string();
        keep(&format!("achievement-{name}.json"), document.as_bytes())?;
    }
    Ok(())
}
