//! The API document has no name twice, and lists their limits and cursors.

use kernel::{Capability, Error};
use utoipa::OpenApi;

use super::capability;
use crate::{PageOf, api_document, cursor, limit};

mod one {
    #[derive(utoipa::ToSchema)]
    #[expect(dead_code, reason = "only described")]
    pub struct Total {
        count: u32,
    }

    #[utoipa::path(get, path = "/api/one", operation_id = "get_one", responses((status = 200, body = Total)))]
    #[expect(dead_code, reason = "only described")]
    fn show() {}

    #[derive(utoipa::OpenApi)]
    #[openapi(paths(show), components(schemas(Total, crate::Problem)))]
    pub struct Api;
}

mod two {
    #[derive(utoipa::ToSchema)]
    #[expect(dead_code, reason = "only described")]
    pub struct Total {
        people: u32,
    }

    #[utoipa::path(get, path = "/api/two", operation_id = "get_one", responses((status = 200, body = Total)))]
    #[expect(dead_code, reason = "only described")]
    fn show() {}

    #[derive(utoipa::OpenApi)]
    #[openapi(paths(show), components(schemas(Total)))]
    pub struct Api;
}

fn capabilities() -> [Capability; 2] {
    let bare = || capability(Vec::new);
    [
        Capability { name: "one", api: Some(one::Api::openapi), ..bare() },
        Capability { name: "two", api: Some(two::Api::openapi), ..bare() },
    ]
}

#[test]
fn two_structs_of_one_name_do_not_share_a_schema_in_silence() {
    let clashes = api_document(&capabilities()).err().unwrap();
    let told: Vec<String> = clashes.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "schema `Total` is described by one and by two",
            "operation `get_one` is described by one and by two",
        ]
    );
}

#[test]
fn a_document_has_its_paths_its_problem_and_its_keys() {
    let [one, _] = capabilities();
    let document = serde_json::to_value(api_document(&[one]).unwrap()).unwrap();
    assert_eq!(document["paths"]["/api/one"]["get"]["operationId"], "get_one");
    assert_eq!(document["components"]["schemas"]["Problem"]["type"], "object");
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(schemes["token"]["scheme"], "bearer");
    assert_eq!(schemes["session"]["name"], "__Host-session");
}

fn field_of(error: &Error) -> (u16, String, &'static str) {
    match error {
        Error::Refused { status, fields, .. } => (*status, fields[0].field.clone(), fields[0].code),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_limit_is_1_to_200() {
    assert_eq!(limit(None).unwrap(), 50);
    assert_eq!((limit(Some("1")).unwrap(), limit(Some("200")).unwrap()), (1, 200));
    for wrong in ["0", "201", "-1", "ten", "1.5", ""] {
        let error = limit(Some(wrong)).unwrap_err();
        assert_eq!(field_of(&error), (422, "limit".to_owned(), "request.limit"), "{wrong}");
    }
}

#[test]
fn a_cursor_leads_back_to_its_place_and_tampering_is_noticed() {
    let cursor = cursor::encode(&(7_i64, "440305"));
    assert_eq!(cursor::decode::<(i64, String)>(&cursor).unwrap(), (7, "440305".to_owned()));
    for wrong in ["", "!", "AAAA", &cursor[1..], &cursor::encode(&"text")] {
        let error = cursor::decode::<(i64, String)>(wrong).unwrap_err();
        assert_eq!(field_of(&error), (422, "cursor".to_owned(), "request.cursor"), "{wrong}");
    }
}

#[test]
fn a_page_names_the_next_only_when_there_is_more() {
    let page = PageOf::cut(vec![1, 2, 3], 2, |item| *item);
    assert_eq!(page.items, [1, 2]);
    assert_eq!(cursor::decode::<i32>(&page.next.unwrap()).unwrap(), 2);
    assert_eq!(PageOf::cut(vec![1, 2], 2, |item| *item).next, None);
    assert_eq!(PageOf::whole(vec![1, 2]).next, None);
}
