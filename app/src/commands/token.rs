//! `token`: service tokens.

use org::{TokenId, commands};
use serde_json::json;

use crate::{
    arguments::{Global, Token},
    boot::{Expect, House},
    config::Purpose,
    output::Failure,
};

pub fn run(global: &Global, token: Token) -> Result<(), Failure> {
    let house = House::open(global, Purpose::Product, Expect::Network)?;
    match token {
        Token::Create { label, role, unit, expires } => {
            let (id, text) = house
                .write(move |tx| commands::token_create(tx, &label, (role, &unit), expires))?;
            let object = json!({ "id": id.to_string(), "token": text });
            house.output.result(&object, &format!("id     {id}\ntoken  {text}"))
        }
        Token::List => list(&house),
        Token::Revoke { id } => {
            house.write(move |tx| commands::token_revoke(tx, TokenId(id)))?;
            let object = json!({ "id": id.to_string(), "revoked": true });
            house.output.result(&object, &format!("{id} is revoked"))
        }
    }
}

fn list(house: &House) -> Result<(), Failure> {
    let tokens = house.read(commands::token_list)?;
    let mut objects = Vec::new();
    let mut lines = Vec::new();
    for token in tokens {
        let state = if token.revoked_at.is_some() { "revoked" } else { "valid" };
        let expires = token.expires_at.map(|at| at.to_string());
        let until = expires.as_deref().unwrap_or("-");
        let (id, role) = (token.id, token.role);
        lines.push(format!("{id}\t{}\t{role}@{}\t{state}\t{until}", token.label, token.unit));
        objects.push(json!({
            "id": id.to_string(),
            "label": token.label,
            "role": role.as_str(),
            "unit": token.unit,
            "created_at": token.created_at.to_string(),
            "expires_at": expires,
            "revoked_at": token.revoked_at.map(|at| at.to_string()),
        }));
    }
    house.output.result(&json!({ "tokens": objects }), &lines.join("\n"))
}
