//! The API document: what the capabilities describe, in one, with nothing said twice.

use std::collections::BTreeMap;

use kernel::{Capability, Route};
use utoipa::{
    OpenApi as _,
    openapi::{
        OpenApi,
        path::Operation,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::{
    api_answers,
    errors::{FieldProblem, Problem},
    sessions,
};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Yizhan 翼站",
        version = "1",
        description = "Errors are `application/problem+json`; lists come in pages of `{items, next}`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(Problem, FieldProblem))
)]
struct Own;

/// Two descriptions under one name: of a schema, an operation or a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} `{name}` is described by {first} and by {second}")]
pub struct Clash {
    /// `schema`, `operation` or `path`.
    pub what: &'static str,
    /// The name.
    pub name: String,
    /// The capability that came first.
    pub first: &'static str,
    /// The capability that came second.
    pub second: &'static str,
}

/// The document of all capabilities, or every name that stands in two of them, or twice in one.
/// Two crates with a `struct Total` would share one schema in silence; `#[schema(as = …)]` and
/// `operation_id` tell them apart.
pub fn api_document(capabilities: &[Capability]) -> Result<OpenApi, Vec<Clash>> {
    let mut names = Names::default();
    let mut whole = Own::openapi();
    names.enter("web", &whole);
    for capability in capabilities {
        if let Some(describe) = capability.api {
            let part = describe();
            names.enter(capability.name, &part);
            whole.merge(part);
        }
    }
    if !names.clashes.is_empty() {
        return Err(names.clashes);
    }
    let components = whole.components.get_or_insert_default();
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("token", SecurityScheme::Http(token));
    let cookie = ApiKey::Cookie(ApiKeyValue::new(sessions::COOKIE));
    components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    let routes: Vec<Route> = capabilities.iter().flat_map(|each| (each.routes)()).collect();
    api_answers::complete(&mut whole, &routes);
    Ok(whole)
}

#[derive(Default)]
struct Names {
    known: BTreeMap<(&'static str, String), &'static str>,
    clashes: Vec<Clash>,
}

impl Names {
    fn enter(&mut self, owner: &'static str, document: &OpenApi) {
        let schemas = document.components.iter().flat_map(|components| components.schemas.keys());
        for schema in schemas {
            // Several capabilities may list the problem that all of them answer with.
            if !matches!(schema.as_str(), "Problem" | "FieldProblem") || owner == "web" {
                self.add("schema", schema.clone(), owner);
            }
        }
        for (path, item) in &document.paths.paths {
            let operations: [(&str, &Option<Operation>); 5] = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
            ];
            for (method, operation) in operations {
                let Some(operation) = operation else { continue };
                self.add("path", format!("{method} {path}"), owner);
                if let Some(id) = &operation.operation_id {
                    self.add("operation", id.clone(), owner);
                }
            }
        }
    }

    fn add(&mut self, what: &'static str, name: String, owner: &'static str) {
        if let Some(first) = self.known.get(&(what, name.clone())) {
            self.clashes.push(Clash { what, name, first, second: owner });
        } else {
            self.known.insert((what, name), owner);
        }
    }
}
