//! `/api/v1/ratings`: what guests say, by the token of their right.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::{App, Result, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Ctx;

use crate::{
    rating::{self, Brought, Given, Verb},
    said::{Said, Sent},
    token::Token,
    words::Words,
};

/// What a guest says.
#[derive(Deserialize, ToSchema)]
#[schema(as = ratings::Rating)]
pub struct RatingBody {
    /// The number of the station on the slip or screen.
    #[schema(example = "440305-00121")]
    station: String,
    /// 22 characters of base64url.
    token: String,
    /// 1 (very dissatisfied) to 5 (very satisfied).
    score: i64,
    /// Codes of reasons.
    #[serde(default)]
    reasons: Option<Vec<String>>,
    /// Up to 500 characters; phone and ID numbers are masked before it is stored.
    #[serde(default)]
    comment: Option<String>,
    /// Somebody speaks for the guest.
    #[serde(default)]
    on_behalf: Option<bool>,
    /// `phone`, the guest's own (default), or `tablet`, the counter's, turned round.
    #[serde(default)]
    way: Option<String>,
}

/// Whose right it is.
#[derive(Deserialize, ToSchema)]
#[schema(as = ratings::Right)]
pub struct RightBody {
    station: String,
    token: String,
}

/// What became of it.
#[derive(Serialize, ToSchema)]
#[schema(as = ratings::Given)]
pub struct GivenBody {
    /// `counted`; `held`: counted when the record of the service comes; `withdrawn`.
    status: &'static str,
}

impl RatingBody {
    fn sent(&mut self) -> Sent {
        Sent {
            score: self.score,
            reasons: self.reasons.take().unwrap_or_default(),
            comment: self.comment.take(),
            on_behalf: self.on_behalf.unwrap_or_default(),
            way: self.way.take(),
        }
    }
}

async fn say(app: &App, mut body: RatingBody, verb: Verb) -> Result<Given> {
    let token = Token::parse(&body.token)?;
    let window = i64::from(app.settings.change_window.0);
    app.db
        .write(move |tx| {
            let words: Arc<Words> = tx.cached()?;
            let said = Said::judge(body.sent(), &words)?;
            verb(tx, &Brought { token: &token, station: &body.station, window }, &said)
        })
        .await
}

fn answer(given: Given, counted: StatusCode) -> Response {
    let (status, word) = match given {
        Given::Counted => (counted, "counted"),
        Given::Again => (StatusCode::OK, "counted"),
        Given::Held => (StatusCode::ACCEPTED, "held"),
    };
    (status, Json(GivenBody { status: word })).into_response()
}

/// Rates a service.
#[utoipa::path(
    post, path = "/api/v1/ratings", operation_id = "rate", tag = "ratings",
    request_body = RatingBody,
    responses(
        (status = 201, body = GivenBody, description = "Counted"),
        (status = 200, body = GivenBody, description = "The same again, while it may be changed"),
        (status = 202, body = GivenBody, description = "Held until the record comes"),
        (status = 409, description = "`ratings.spent`"),
        (status = 410, description = "`ratings.expired`"),
        (status = 429, description = "`ratings.too-many-held`")
    )
)]
pub async fn give(app: State<App>, body: web::ApiJson<RatingBody>) -> Result<Response> {
    Ok(answer(say(&app, body.0, rating::give).await?, StatusCode::CREATED))
}

/// Replaces a rating, while it may be changed.
#[utoipa::path(
    put, path = "/api/v1/ratings", operation_id = "change_rating", tag = "ratings",
    request_body = RatingBody,
    responses(
        (status = 200, body = GivenBody, description = "Counted as it is now"),
        (status = 202, body = GivenBody, description = "Held until the record comes"),
        (status = 404, description = "`ratings.none`"),
        (status = 409, description = "`ratings.spent`")
    )
)]
pub async fn replace(app: State<App>, body: web::ApiJson<RatingBody>) -> Result<Response> {
    Ok(answer(say(&app, body.0, rating::replace).await?, StatusCode::OK))
}

/// Takes a rating back, while it may be changed.
#[utoipa::path(
    post, path = "/api/v1/ratings/withdrawal", operation_id = "withdraw_rating", tag = "ratings",
    request_body = RightBody,
    responses(
        (status = 200, body = GivenBody),
        (status = 404, description = "`ratings.none`"),
        (status = 409, description = "`ratings.spent`")
    )
)]
pub async fn withdraw(app: State<App>, body: web::ApiJson<RightBody>) -> Result<Json<GivenBody>> {
    let RightBody { station, token } = body.0;
    let token = Token::parse(&token)?;
    let window = i64::from(app.settings.change_window.0);
    let withdraw = move |tx: &mut Tx<'_>| {
        rating::withdraw(tx, &Brought { token: &token, station: &station, window })
    };
    app.db.write(withdraw).await?;
    Ok(Json(GivenBody { status: "withdrawn" }))
}

/// A reason to choose.
#[derive(Serialize, ToSchema)]
#[schema(as = ratings::Reason)]
pub struct ReasonBody {
    code: String,
    name: String,
    /// The scores that it fits, least and greatest.
    #[schema(value_type = Vec<i64>)]
    scores: (i64, i64),
    /// Codes of services that it fits, or their first letters; empty for all.
    services: Vec<String>,
}

/// The reasons to choose from, in their order.
#[utoipa::path(
    get, path = "/api/v1/ratings/reasons", operation_id = "list_rating_reasons", tag = "ratings",
    responses((status = 200, body = web::PageOf<ReasonBody>))
)]
pub async fn reasons(
    app: State<App>,
    ctx: Ctx,
    headers: axum::http::HeaderMap,
) -> Result<Response> {
    let words: Arc<Words> = app.db.read(|tx| Ok::<_, kernel::Error>(tx.cached()?)).await?;
    let lang = ctx.lang();
    let item = |reason: &crate::words::Reason| ReasonBody {
        code: reason.code.clone(),
        name: reason.name(lang).to_owned(),
        scores: (reason.least, reason.most),
        services: reason
            .services
            .split(',')
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    let page = web::PageOf { items: words.reasons.iter().map(item).collect(), next: None };
    web::etag_json(&web::to_json(&page)?, &page, &headers)
}
