//! What every page shows around its content: the program's name, the phone in its place, who is signed in, where one is.

use holdfast_core::model::Action;

use super::assets;
use crate::App;
use crate::auth::Visitor;

/// One link of the navigation.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// The words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether the visitor is there.
    pub current: bool,
}

/// The frame around a page.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The program's name.
    pub program_name: String,
    /// The phone for help, if the office has set one.
    pub help_phone: Option<String>,
    /// When it is answered.
    pub help_hours: String,
    /// Links for this visitor.
    pub nav: Vec<NavLink>,
    /// Programs one applies to with a form: their names and addresses.
    pub programs: Vec<(String, String)>,
    /// The visitor's name, when signed in.
    pub signed_in: Option<String>,
    /// Address of the stylesheet.
    pub css: &'static str,
    /// Address of the script.
    pub js: &'static str,
    /// Address of the mark.
    pub mark: &'static str,
    /// Address of the icon.
    pub icon: &'static str,
}

impl Layout {
    /// The frame for a visitor.
    pub fn new(app: &App, visitor: &Visitor) -> Self {
        let program = &app.config.program;
        Self {
            program_name: program.name.clone(),
            help_phone: program.phone().map(str::to_owned),
            help_hours: program.help_hours.clone(),
            nav: nav(visitor),
            programs: app
                .programs_by_form()
                .map(|p| (p.name.clone(), format!("/programs/{}", p.id)))
                .collect(),
            signed_in: visitor.actor.as_ref().map(|a| a.name.clone()),
            css: assets::css(),
            js: assets::js(),
            mark: assets::mark(),
            icon: assets::icon(),
        }
    }
}

fn nav(visitor: &Visitor) -> Vec<NavLink> {
    let mut links: Vec<(String, String)> = Vec::new();
    match &visitor.actor {
        None => {
            links.push(("Check a hospital".to_owned(), "/check".to_owned()));
            links.push(("Register".to_owned(), "/register".to_owned()));
        }
        Some(actor) => {
            match actor.readable_hospitals().as_slice() {
                [] => {}
                [one] => links.push(("My hospital".to_owned(), format!("/hospital/{one}"))),
                _ => links.push(("My hospitals".to_owned(), "/my-hospitals".to_owned())),
            }
            let program = |action, label: &str, href: &str, links: &mut Vec<(String, String)>| {
                if actor.may_in_program(action) {
                    links.push((label.to_owned(), href.to_owned()));
                }
            };
            program(Action::Review, "Review", "/office/queue", &mut links);
            program(Action::AnswerSupport, "Support", "/office/support", &mut links);
            program(Action::ViewOffice, "Applications", "/office/applications", &mut links);
            program(Action::ViewOffice, "Hospitals", "/office/hospitals", &mut links);
            program(Action::ViewOffice, "Offers", "/office/offers", &mut links);
            program(Action::ViewOffice, "Classes", "/office/cohorts", &mut links);
            program(Action::ViewOffice, "What if", "/office/what-if", &mut links);
            program(Action::ViewAggregates, "Totals", "/office", &mut links);
            program(Action::ViewAggregates, "People covered", "/office/care", &mut links);
            program(Action::ManageProgram, "Run the program", "/office/run", &mut links);
            links.push(("Account".to_owned(), "/account".to_owned()));
        }
    }
    let here = |href: &str| is_within(&visitor.path, href);
    let longest = links.iter().filter(|(_, href)| here(href)).map(|(_, href)| href.len()).max();
    links
        .into_iter()
        .map(|(label, href)| NavLink { current: here(&href) && Some(href.len()) == longest, label, href })
        .collect()
}

/// Whether a path lies within the part of the portal a link of the navigation leads to.
fn is_within(path: &str, href: &str) -> bool {
    match href {
        // Everything of the office lies below it, and has its own link.
        "/office" => path == href,
        "/office/cohorts" => within(path, href) || within(path, "/office/colleges"),
        "/office/queue" => path == href || path.starts_with("/office/cases/"),
        "/office/run" => path == "/office/people" || path == href || path.starts_with("/office/run/"),
        _ => within(path, href),
    }
}

fn within(path: &str, href: &str) -> bool {
    path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_office_marks_its_own_link() {
        let marked = |path| {
            let links = ["/office", "/office/queue", "/office/hospitals", "/office/run", "/hospital/991301"];
            links.into_iter().filter(|href| is_within(path, href)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(marked("/office"), "/office");
        assert_eq!(marked("/office/cases/7"), "/office/queue");
        assert_eq!(marked("/office/hospitals/991301"), "/office/hospitals");
        assert_eq!(marked("/office/people"), "/office/run");
        assert_eq!(marked("/hospital/991301/offers"), "/hospital/991301");
        assert_eq!(marked("/hospital/9913012"), "");
    }
}
