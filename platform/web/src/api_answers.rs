//! What every operation of the API may answer besides its own: the refusals that the house makes,
//! by the shape of the operation, and who may ask. Capabilities describe what is particular.

use kernel::{Permission, Route};
use utoipa::openapi::{
    ContentBuilder, Header, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder, Type,
    path::{Operation, Parameter, ParameterIn},
    schema::ObjectBuilder,
    security::SecurityRequirement,
};

/// A refusal: status, name among the components, what it means.
struct Refusal(&'static str, &'static str, &'static str);

const MALFORMED: Refusal = Refusal("400", "Malformed", "The body or a header cannot be read.");
const UNKNOWN_CALLER: Refusal =
    Refusal("401", "UnknownCaller", "Credentials are needed, or those given are not valid.");
const FORBIDDEN: Refusal = Refusal("403", "Forbidden", "In sight, and not granted.");
const NOT_FOUND: Refusal = Refusal("404", "NotFound", "Not there, or out of the caller's scope.");
const TIMEOUT: Refusal = Refusal("408", "Timeout", "The body came too slowly.");
const CONFLICT: Refusal = Refusal("409", "Conflict", "It meets something that is there already.");
const STALE: Refusal = Refusal("412", "Stale", "The version is not the present one.");
const TOO_LARGE: Refusal = Refusal("413", "TooLarge", "Too large, or too many.");
const MEDIA_TYPE: Refusal = Refusal("415", "MediaType", "Another content type is asked for.");
const INVALID: Refusal = Refusal("422", "Invalid", "Understood, and not acceptable.");
const VERSION_NEEDED: Refusal = Refusal("428", "VersionNeeded", "`If-Match` is missing.");
const TOO_OFTEN: Refusal = Refusal("429", "TooOften", "Too often: later.");
const FAULT: Refusal = Refusal("500", "Fault", "The fault is ours.");
const BUSY: Refusal =
    Refusal("503", "Busy", "Too much to do, or the store does not answer: later.");

const ALL: [&Refusal; 14] = [
    &MALFORMED,
    &UNKNOWN_CALLER,
    &FORBIDDEN,
    &NOT_FOUND,
    &TIMEOUT,
    &CONFLICT,
    &STALE,
    &TOO_LARGE,
    &MEDIA_TYPE,
    &INVALID,
    &VERSION_NEEDED,
    &TOO_OFTEN,
    &FAULT,
    &BUSY,
];

/// Adds to each operation the refusals that it may make and the credentials that it asks for.
pub fn complete(document: &mut OpenApi, routes: &[Route]) {
    let components = document.components.get_or_insert_default();
    for refusal in ALL {
        components.responses.insert(refusal.1.to_owned(), RefOr::T(refusal.response()));
    }
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            let route = routes.iter().find(|route| route.method == method && route.path == path);
            add_refusals(operation);
            let open = route.is_some_and(|route| route.permission == Permission::PUBLIC);
            operation.security = Some(credentials(open));
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("GET", &mut item.get),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

fn add_refusals(operation: &mut Operation) {
    let parameters = || operation.parameters.iter().flatten().filter_map(described);
    let versioned =
        parameters().any(|one| one.parameter_in == ParameterIn::Header && one.name == "If-Match");
    let body = operation.request_body.is_some();
    let mut refusals = vec![&UNKNOWN_CALLER, &FORBIDDEN, &TOO_OFTEN, &FAULT, &BUSY];
    if body || parameters().next().is_some() {
        refusals.extend([&NOT_FOUND, &INVALID]);
    }
    if body {
        refusals.extend([&MALFORMED, &TIMEOUT, &CONFLICT, &TOO_LARGE, &MEDIA_TYPE]);
    }
    if versioned {
        refusals.extend([&STALE, &VERSION_NEEDED]);
    }
    for Refusal(status, name, _) in refusals {
        let known = operation.responses.responses.entry((*status).to_owned());
        known.or_insert_with(|| RefOr::Ref(Ref::from_response_name(*name)));
    }
}

fn described(parameter: &RefOr<Parameter>) -> Option<&Parameter> {
    match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    }
}

/// A token or a session; for what is open to everybody, nothing as well.
fn credentials(open: bool) -> Vec<SecurityRequirement> {
    let named =
        ["token", "session"].map(|name| SecurityRequirement::new(name, Vec::<String>::new()));
    let none = open.then(SecurityRequirement::default);
    none.into_iter().chain(named).collect()
}

impl Refusal {
    fn response(&self) -> Response {
        let Self(status, _, meaning) = self;
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let mut response = ResponseBuilder::new()
            .description(*meaning)
            .content("application/problem+json", content);
        if *status == "401" {
            response = response.header("WWW-Authenticate", header(Type::String));
        }
        if matches!(*status, "429" | "503") {
            response = response.header("Retry-After", header(Type::Integer));
        }
        response.build()
    }
}

fn header(kind: Type) -> Header {
    Header::new(ObjectBuilder::new().schema_type(kind).build())
}
