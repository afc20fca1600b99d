//! Who may have to be told of a case, with the reason for each. It tells nobody, and says of no law that it applies.

use crate::catalog::{Catalog, Contact};
use crate::model::{Incident, IncidentEvent};

/// Somebody to tell, with whether it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who.
    pub whom: Contact,
    /// When and by whom they were told first.
    pub told: Option<IncidentEvent>,
}

/// Everybody who may have to be told of a case, in the order to call them.
pub fn whom_to_tell(catalog: &Catalog, case: &Incident) -> Vec<Told> {
    let told = |whom: &Contact| Told { whom: whom.clone(), told: case.told(whom.id.as_str()).cloned() };
    catalog.contacts.iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{ContactId, Serves};
    use crate::decide::incident::made_up::{at, case};
    use crate::decide::made_up::{catalog, made_up};
    use crate::model::IncidentMove;

    #[test]
    fn each_is_listed_with_whether_somebody_noted_it() {
        let mut catalog = catalog(Vec::new(), Serves::Hospitals);
        let contact = |id: &str| Contact {
            id: ContactId::new(id),
            name: id.to_owned(),
            why: "Because.".to_owned(),
            provenance: made_up(),
        };
        catalog.contacts = vec![contact("administrator"), contact("insurer")];
        let mut one = case(1, 0, true);
        let moved = IncidentMove::Told { whom: "insurer".to_owned() };
        one.events.push(IncidentEvent { moved, by: "Dana".to_owned(), at: at(1) });
        let all = whom_to_tell(&catalog, &one);
        assert_eq!(all.iter().map(|t| t.whom.id.as_str()).collect::<Vec<_>>(), ["administrator", "insurer"]);
        assert_eq!(all.iter().map(|t| t.told.is_some()).collect::<Vec<_>>(), [false, true]);
        assert_eq!(catalog.contact("insurer").map(|c| c.name.as_str()), Some("insurer"));
        assert_eq!(catalog.contact("nobody"), None);
    }
}
