//! The whole portal in the test's own process: a data folder of its own, the State of Franklin, and no network.

use std::sync::Arc;

use axum::Router;
use holdfast_core::catalog::ProgramId;
use holdfast_core::facts::{FactKind, FactValue, Settlement};
use holdfast_core::model::{
    AccountId, Ccn, CurrentPlan, EmailAddress, HospitalScope, Independence, Registration,
    RegistrationAnswers, RegistrationId, RegistrationState, Role, Said, SecurityToday, SourceKind, Stage,
    WindowsCounts,
};
use holdfast_import::pack;
use holdfast_server::App;
use holdfast_server::config::Config;
use holdfast_server::entropy;
use holdfast_server::routes::RouteRow;
use holdfast_store::{Mail, Mails, OpenOptions, Store};

use crate::browser::Browser;
use crate::clock::{CountingEntropy, StandingClock};
use crate::franklin;

/// A portal for one test.
pub struct Portal {
    /// The program itself, to call use cases.
    pub app: App,
    /// Its clock.
    pub clock: Arc<StandingClock>,
    /// Every route it has.
    pub routes: Vec<RouteRow>,
    router: Router,
    folder: tempfile::TempDir,
}

impl Portal {
    /// A portal on 2 March 2026, with the embedded catalog and Franklin's hospitals, and nobody in it.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// As [`Portal::new`], with settings changed.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = Arc::new(StandingClock::at("2026-03-02"));
        fill(folder.path()).await;
        let mut config = Config::default();
        config.server.data_dir = folder.path().to_owned();
        config.program.help_phone = "(555) 555-0100".to_owned();
        config.sign_in.tries_a_minute = 1_000;
        change(&mut config);
        let entropy = Arc::new(CountingEntropy::default());
        let app = App::open(config, None, clock.clone(), entropy, &|_| {}).await.expect("the portal opens");
        let (router, routes) = holdfast_server::router(app.clone());
        Self { app, clock, routes, router, folder }
    }

    /// A visitor with no cookies.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// The data folder.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Adds a person with a role, at a hospital or at the program.
    pub async fn person(&self, name: &str, role: Role, ccn: Option<&str>) -> AccountId {
        let mut bytes = [0u8; 8];
        self.app.entropy.fill(&mut bytes);
        let id = AccountId::from_random(bytes);
        let address = format!("{}@{}", name.to_lowercase().replace(' ', "."), "fixturememorial.example");
        let email = EmailAddress::parse(&address).expect("a made-up address");
        let ccn = ccn.map(|c| Ccn::parse(c).expect("a certification number"));
        let now_ms = self.app.now_ms();
        let mut write = self.app.store.write().await.expect("a write");
        write.add_account(id, name, &email, now_ms).await.expect("a new account");
        write.give_role(id, role, ccn, None, now_ms).await.expect("a role");
        if ccn.is_none() {
            // Work for the program takes a way to sign in again.
            write.replace_recovery_codes(id, &[format!("code of {id}")], now_ms).await.expect("a code");
        }
        write.commit().await.expect("kept");
        id
    }

    /// As [`Portal::registered_on_its_word`], and a reviewer settled whether it is independent.
    pub async fn registered(&self, ccn: &str, independent: bool) -> HospitalScope {
        let scope = self.registered_on_its_word(ccn, independent).await;
        let (now_ms, on) = (self.app.now_ms(), self.app.today());
        // A number of its own, so that the ids of what follows stay what they are.
        let reviewer = AccountId(9_000_000 + ccn.parse::<i64>().unwrap_or(0));
        let email = EmailAddress::parse(&format!("rae.{ccn}@office.example")).expect("a made-up address");
        let found = Settlement { fact: FactKind::Independent, value: FactValue::Bool(independent), on };
        let mut write = self.app.store.write().await.expect("a write");
        write.add_account(reviewer, "Rae Checked", &email, now_ms).await.expect("a new account");
        write.settle(scope, &found, reviewer, now_ms).await.expect("settled");
        write.commit().await.expect("kept");
        scope
    }

    /// A hospital whose registration was checked on the portal's day, with what it said: independent or not, 120 people who
    /// sign in, 180 computers on Windows 10 22H2, 40 on Windows 11, 6 servers, no eligible plan. Nobody holds a role yet.
    pub async fn registered_on_its_word(&self, ccn: &str, independent: bool) -> HospitalScope {
        let scope = HospitalScope::checked(Ccn::parse(ccn).expect("a certification number"));
        let (now_ms, on) = (self.app.now_ms(), self.app.today());
        let windows = WindowsCounts {
            windows_11: Some(40),
            windows_10_22h2: Some(180),
            windows_10_other: Some(0),
            windows_older: Some(0),
            servers: Some(6),
        };
        let independence = match independent {
            true => Independence::Independent,
            false => Independence::System { name: "Franklin Health".to_owned() },
        };
        let answers = RegistrationAnswers {
            independence: Some(Said::Value(independence)),
            licensed_beds: Some(Said::Value(25)),
            staffed_users: Some(Said::Value(120)),
            windows: Some(Said::Value(windows)),
            security: Some(SecurityToday { plan: Said::Value(CurrentPlan::None), products: String::new() }),
            ..RegistrationAnswers::default()
        };
        let registration = Registration {
            id: RegistrationId::from_random(entropy::id_bytes(&*self.app.entropy)),
            reference: entropy::reference(&*self.app.entropy),
            program: ProgramId::new("rural-hospitals"),
            ccn: scope.ccn(),
            version: 1,
            state: RegistrationState::Validated { on, how: "call-back".to_owned() },
            answers,
        };
        let mut write = self.app.store.write().await.expect("a write");
        write.add_registration(scope, &registration, now_ms).await.expect("a registration");
        write.attest(scope, &registration.answers.attestations(on), None, now_ms).await.expect("said");
        write.reach_stage(scope, &registration.program, Stage::Validated, on, now_ms).await.expect("a stage");
        write.commit().await.expect("kept");
        scope
    }

    /// A browser signed in as a person.
    pub async fn signed_in(&self, account: AccountId) -> Browser {
        let mut write = self.app.store.write().await.expect("a write");
        let token = self.app.start_session(&mut write, account, "a test").await.expect("a session");
        write.commit().await.expect("kept");
        let mut browser = self.browser();
        browser.set_cookie("session", token.reveal());
        browser
    }

    /// A new person with a role, signed in.
    pub async fn signed_in_as(&self, name: &str, role: Role, ccn: Option<&str>) -> Browser {
        let account = self.person(name, role, ccn).await;
        self.signed_in(account).await
    }

    /// Every mail written so far, newest first.
    pub async fn mails(&self) -> Vec<Mail> {
        self.app.background_done().await;
        self.app.store.read().await.expect("a read").mails(None, 1_000).await.expect("mails")
    }

    /// The path of the first link in the newest mail of a kind.
    pub async fn mailed_link(&self, kind: &str) -> String {
        self.link_in(kind, |_| true).await
    }

    /// The path of the link in the mail of a kind to one address. Mails of one moment have no order, so where two people got
    /// one, the address tells.
    pub async fn mailed_link_to(&self, kind: &str, address: &str) -> String {
        self.link_in(kind, |to| to == address).await
    }

    async fn link_in(&self, kind: &str, is_to: impl Fn(&str) -> bool) -> String {
        let mails = self.mails().await;
        let mail = mails
            .iter()
            .find(|m| m.new.kind == kind && is_to(m.new.to.as_str()))
            .unwrap_or_else(|| panic!("no mail of kind {kind}"));
        let at = mail.new.text.find("http://").unwrap_or_else(|| panic!("no link in the {kind} mail"));
        let link = mail.new.text[at..].split_whitespace().next().unwrap_or_default();
        url::Url::parse(link).expect("a link").path().to_owned()
    }
}

/// Makes the database of a folder, with Franklin's hospitals in it and nobody.
pub async fn fill(folder: &std::path::Path) {
    let options = OpenOptions { now_ms: 1_772_452_800_000, new_instance_id: 7 };
    let store = Store::open(folder, options).await.expect("a new store");
    let tables = franklin::tables();
    let mut write = store.write().await.expect("a write");
    for release in &tables.releases {
        let body = match release.kind {
            SourceKind::CmsHospitals => pack(&tables.hospitals),
            SourceKind::Locations => pack(&tables.locations),
            SourceKind::Ruca2020Zip => pack(&tables.ruca_2020),
            SourceKind::Ruca2010Zip => pack(&tables.ruca_2010),
            SourceKind::ForhpZips => pack(&tables.forhp_zips),
            SourceKind::RuccCounties => pack(&tables.rucc),
            SourceKind::CbsaCounties => pack(&tables.cbsa),
            SourceKind::Zctas => pack(&tables.zctas),
            SourceKind::Counties => pack(&tables.counties),
        };
        write.replace_source(release, &body, &[], &[], options.now_ms).await.expect("a table");
    }
    write.commit().await.expect("kept");
    store.close().await;
}
