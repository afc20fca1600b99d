//! A caller who knows the document: makes calls, holds each answer against it, and remembers where it has been.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use holdfast_core::model::{AccountId, Role};
use holdfast_testkit::Portal;
use serde_json::{Value, json};

use super::schema::faults;
use crate::mailbox_server::settings;

/// A caller.
pub(super) struct Tour {
    pub(super) portal: Portal,
    pub(super) document: Value,
    visited: BTreeSet<String>,
}

/// A call to make.
pub(super) struct Call<'a> {
    pub(super) method: &'a str,
    /// As in the document.
    pub(super) pattern: &'a str,
    /// What stands in its braces, in order; a last one that begins with `?` is the query.
    pub(super) with: &'a [&'a str],
    pub(super) token: Option<&'a str>,
    pub(super) version: Option<u64>,
    pub(super) body: Option<Value>,
}

impl<'a> Call<'a> {
    pub(super) fn get(pattern: &'a str, with: &'a [&'a str]) -> Self {
        Self { method: "GET", pattern, with, token: None, version: None, body: None }
    }

    pub(super) fn post(pattern: &'a str, with: &'a [&'a str], body: Value) -> Self {
        Self { method: "POST", body: Some(body), ..Self::get(pattern, with) }
    }

    pub(super) fn put(pattern: &'a str, with: &'a [&'a str], body: Value) -> Self {
        Self { method: "PUT", ..Self::post(pattern, with, body) }
    }

    pub(super) fn delete(pattern: &'a str, with: &'a [&'a str]) -> Self {
        Self { method: "DELETE", ..Self::get(pattern, with) }
    }

    /// Without a body, for calls that take none.
    pub(super) fn bare(mut self) -> Self {
        self.body = None;
        self
    }

    pub(super) fn by(mut self, token: &'a str) -> Self {
        self.token = Some(token);
        self
    }

    pub(super) fn upon(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    fn path(&self) -> String {
        let (mut path, mut with) = (String::new(), self.with.iter());
        for part in self.pattern.split('/').skip(1) {
            path.push('/');
            path.push_str(if part.starts_with('{') {
                with.next().expect("a value for each brace")
            } else {
                part
            });
        }
        path + with.next().copied().unwrap_or_default()
    }
}

impl Tour {
    pub(super) async fn start() -> Self {
        Self::with(roomy().await).await
    }

    pub(super) async fn with(portal: Portal) -> Self {
        let answer = portal.browser().get("/api/v1/openapi.json").await;
        let document = serde_json::from_str(&answer.body).expect("the document is JSON");
        Self { portal, document, visited: BTreeSet::from(["GET /api/v1/openapi.json".to_owned()]) }
    }

    /// Goes on in a portal with nobody in it.
    pub(super) async fn afresh(&mut self) {
        self.portal = roomy().await;
    }

    /// Makes a call, and holds its answer against the document.
    #[track_caller]
    pub(super) fn call<'a>(&'a mut self, call: Call<'a>) -> impl Future<Output = (StatusCode, Value)> + 'a {
        let from = std::panic::Location::caller();
        async move {
            let path = call.path();
            let mut request = Request::builder().method(call.method).uri(&path);
            if let Some(token) = call.token {
                request = request.header("authorization", format!("Bearer {token}"));
            }
            if let Some(version) = call.version {
                request = request.header("if-match", format!("\"{version}\""));
            }
            let body = match &call.body {
                Some(body) => {
                    request = request.header("content-type", "application/json");
                    Body::from(body.to_string())
                }
                None => Body::empty(),
            };
            let answer = self.portal.browser().send(request.body(body).expect("a request")).await;
            let what = format!("{} {path} from {from}", call.method);
            let value: Value = serde_json::from_str(&answer.body)
                .unwrap_or_else(|_| panic!("{what}: {} {}", answer.status, answer.body));
            let operation = &self.document["paths"][call.pattern][call.method.to_lowercase()];
            assert!(operation.is_object(), "{what}: the document has no {}", call.pattern);
            let documented = match &operation["responses"][answer.status.as_str()] {
                Value::Null => &operation["responses"]["default"],
                documented => documented,
            };
            let schema = &documented["content"]["application/json"]["schema"];
            assert!(schema.is_object(), "{what}: {} is not in the document: {value}", answer.status);
            let found = faults(&self.document, schema, &value, "$");
            assert_eq!(found, Vec::<String>::new(), "{what}: {value}");
            if answer.status.is_success() {
                let named = &operation["responses"][answer.status.as_str()];
                assert!(
                    named.is_object(),
                    "{what}: answered {}, which the document does not name",
                    answer.status
                );
                self.visited.insert(format!("{} {}", call.method, call.pattern));
            }
            (answer.status, value)
        }
    }

    /// Makes a call of another form than JSON, or one that answers with bytes: held against the document by its status alone
    /// when it answers with bytes.
    pub(super) async fn send(
        &mut self,
        method: &str,
        pattern: &str,
        request: Request<Body>,
    ) -> (StatusCode, String) {
        let answer = self.portal.browser().send(request).await;
        let operation = &self.document["paths"][pattern][method.to_lowercase()];
        assert!(operation.is_object(), "the document has no {method} {pattern}");
        let documented = &operation["responses"][answer.status.as_str()];
        if let Ok(value) = serde_json::from_str::<Value>(&answer.body) {
            let schema = &documented["content"]["application/json"]["schema"];
            if schema.is_object() {
                assert_eq!(faults(&self.document, schema, &value, "$"), Vec::<String>::new(), "{value}");
            }
        }
        if answer.status.is_success() {
            assert!(documented.is_object(), "{method} {pattern} answered {}", answer.status);
            self.visited.insert(format!("{method} {pattern}"));
        }
        (answer.status, answer.body)
    }

    /// Makes a call that must succeed.
    #[track_caller]
    pub(super) fn ok<'a>(&'a mut self, call: Call<'a>) -> impl Future<Output = Value> + 'a {
        let from = std::panic::Location::caller();
        let answer = self.call(call);
        async move {
            let (status, value) = answer.await;
            assert!(status.is_success(), "from {from}: {status} {value}");
            value
        }
    }

    /// Makes a call that must fail with this status.
    #[track_caller]
    pub(super) fn fails<'a>(&'a mut self, status: u16, call: Call<'a>) -> impl Future<Output = Value> + 'a {
        let from = std::panic::Location::caller();
        let answer = self.call(call);
        async move {
            let (got, value) = answer.await;
            assert_eq!(got.as_u16(), status, "from {from}: {value}");
            assert!(value["error"].is_string() && value["next"].is_string(), "{value}");
            value
        }
    }

    /// A person with an API token.
    pub(super) async fn token_of(&self, name: &str, role: Role, ccn: Option<&str>) -> (AccountId, String) {
        let account = self.portal.person(name, role, ccn).await;
        let (_, token) = self.portal.app.make_api_token(account, "a test", 30).await.expect("a token");
        (account, token.reveal().to_owned())
    }

    /// Calls of the document that never succeeded here.
    pub(super) fn not_visited(&self) -> Vec<String> {
        calls(&self.document).into_iter().filter(|call| !self.visited.contains(call)).collect()
    }
}

/// A portal that counts no calls.
async fn roomy() -> Portal {
    Portal::with(|config| {
        config.server.api_calls_a_minute = 100_000;
        // Nobody looks at it: jobs are not run here.
        let mut mailbox = settings(1, &config.server.data_dir);
        mailbox.address = Some("report@program.example".to_owned());
        config.reported_mail.mailbox = vec![mailbox];
    })
    .await
}

/// Every call of the document.
pub(super) fn calls(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("operations").keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect()
}

/// The value of a field, or null.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| json!(value).to_string(), str::to_owned)
}
