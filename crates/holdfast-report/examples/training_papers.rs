//! Writes the papers of training that bear codes to a folder, and `papers.tsv` with what each code says, for an outside reader.

use std::fmt::Write as _;
use std::path::Path;

use holdfast_core::Date;
use holdfast_core::catalog::Language;
use holdfast_core::decide::paper::training::{BadgeCard, Certificate, SheetPerson, SignInSheet};
use holdfast_report::{badge_sheet_pdf, certificate_pdf, sign_in_sheet_pdf};

const DAY: Date = Date::constant(2026, 11, 28);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("name a folder to write to")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let mut list = String::new();
    let cards: Vec<BadgeCard> = (1..=10).map(card).collect();
    std::fs::write(folder.join("cards.pdf"), badge_sheet_pdf(&cards)?)?;
    for card in &cards {
        writeln!(list, "cards.pdf\t{}", card.url)?;
    }
    for (n, language) in [(1, Language::English), (3, Language::Spanish), (24, Language::English)] {
        let of = certificate(n, language);
        let name = format!("certificate-{n}.pdf");
        std::fs::write(folder.join(&name), certificate_pdf(&of)?)?;
        writeln!(list, "{name}\t{}", of.verify_url)?;
    }
    // A sheet has a code for people, and none for cameras.
    std::fs::write(folder.join("sheet.pdf"), sign_in_sheet_pdf(&sheet(40))?)?;
    writeln!(list, "sheet.pdf")?;
    std::fs::write(folder.join("papers.tsv"), list)?;
    Ok(())
}

fn card(n: usize) -> BadgeCard {
    let language = if n.is_multiple_of(3) { Language::Spanish } else { Language::English };
    let names = [
        "Rosa Fixture",
        "Jos\u{e9} Mu\u{f1}oz-Fixture",
        "Lee Fixture",
        "Wilhelmina Anastasia Fixture-Featherstone",
    ];
    BadgeCard {
        name: names[n % names.len()].to_owned(),
        department: "Environmental services".to_owned(),
        url: format!("https://portal.fixture-program.example/learn/{}{n:02}", "Qx7_-Zk3".repeat(5)),
        language,
    }
}

fn certificate(n: usize, language: Language) -> Certificate {
    let lesson = |place: usize| (format!("A made-up lesson on what to do, number {place}"), DAY);
    Certificate {
        program: "The Fixture Program".to_owned(),
        name: "Jos\u{e9} Mu\u{f1}oz-Fixture".to_owned(),
        hospital: "Fixture Memorial Hospital".to_owned(),
        lessons: (1..=n).map(lesson).collect(),
        issued_on: DAY,
        verify_url: "https://portal.fixture-program.example/verify/K7QX-2MNP".to_owned(),
        code: "K7QX-2MNP".to_owned(),
        language,
    }
}

fn sheet(n: usize) -> SignInSheet {
    let person = |n: usize| SheetPerson {
        number: format!("{:05}", 10_400 + n),
        name: format!("Lee Fixture-{n}"),
        department: "Medical and surgical".to_owned(),
    };
    SignInSheet {
        hospital: "Fixture Memorial Hospital".to_owned(),
        lesson_number: "F1".to_owned(),
        lesson_name: "Report it in five minutes".to_owned(),
        language: Language::English,
        held_on: Some(DAY),
        code: "K7-QX2".to_owned(),
        people: (1..=n).map(person).collect(),
        n_blank_lines: 6,
    }
}
