//! SQL of services and groups.

use db::{FromColumn, FromRow, Result, Row, Tx, args};

use crate::catalogue::{Group, Service};

impl FromRow for Service {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mask: i64 = row.get(1)?;
        Ok(Self {
            code: row.get::<String>(0)?.into(),
            bit: u8::try_from(mask.trailing_zeros()).unwrap_or_default(),
            name_zh: row.get(2)?,
            name_en: row.get(3)?,
            short_zh: row.get(4)?,
            short_en: row.get(5)?,
            category: row.get(6)?,
            level: row.get(7)?,
            measure_unit: row.get(8)?,
            counted_at_close: row.get(9)?,
            is_default: row.get(10)?,
            version: row.get(11)?,
        })
    }
}

struct Slot(u8);

impl FromColumn for Slot {
    fn from_column(value: db::Value<'_>) -> Result<Self> {
        let slot = i64::from_column(value)?;
        u8::try_from(slot).map(Self).map_err(|_| db::Error::Decode(format!("no slot: {slot}")))
    }
}

impl FromRow for Group {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            code: row.get::<String>(0)?.into(),
            slot: row.get::<Slot>(1)?.0,
            name_zh: row.get(2)?,
            name_en: row.get(3)?,
            version: row.get(4)?,
        })
    }
}

pub fn services(tx: &mut Tx<'_>) -> Result<Vec<Service>> {
    tx.all(
        "SELECT code, mask, name_zh, name_en, short_zh, short_en, category, level, measure_unit,
                counted_at_close, is_default, version
         FROM service
         ORDER BY ordinal",
        args![],
    )
}

pub fn groups(tx: &mut Tx<'_>) -> Result<Vec<Group>> {
    tx.all(
        "SELECT code, slot, name_zh, name_en, version
         FROM guest_group
         ORDER BY slot",
        args![],
    )
}

pub fn insert_service(tx: &mut Tx<'_>, ordinal: usize, service: &Service) -> Result<()> {
    let ordinal = i64::try_from(ordinal).unwrap_or(i64::MAX);
    tx.run(
        "INSERT INTO service (code, ordinal, mask, name_zh, name_en, short_zh, short_en, category,
                              level, measure_unit, counted_at_close, is_default, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            &*service.code,
            ordinal,
            service.mask().cast_signed(),
            service.name_zh,
            service.name_en,
            service.short_zh,
            service.short_en,
            service.category,
            service.level,
            service.measure_unit,
            service.counted_at_close,
            service.is_default,
            service.version
        ],
    )?;
    Ok(())
}

pub fn insert_group(tx: &mut Tx<'_>, group: &Group) -> Result<()> {
    tx.run(
        "INSERT INTO guest_group (code, slot, name_zh, name_en, is_default, version)
         VALUES ($1, $2, $3, $4, 1, $5)",
        args![&*group.code, i64::from(group.slot), group.name_zh, group.name_en, group.version],
    )?;
    Ok(())
}

/// Touches nothing when the version is not the stored one.
pub fn update_service(tx: &mut Tx<'_>, service: &Service) -> Result<u64> {
    tx.run(
        "UPDATE service
         SET name_zh = $3, name_en = $4, short_zh = $5, short_en = $6, category = $7, level = $8,
             measure_unit = $9, counted_at_close = $10, is_default = 0, version = version + 1
         WHERE code = $1 AND version = $2",
        args![
            &*service.code,
            service.version,
            service.name_zh,
            service.name_en,
            service.short_zh,
            service.short_en,
            service.category,
            service.level,
            service.measure_unit,
            service.counted_at_close
        ],
    )
}

/// Touches nothing when the version is not the stored one.
pub fn update_group(tx: &mut Tx<'_>, group: &Group) -> Result<u64> {
    tx.run(
        "UPDATE guest_group
         SET name_zh = $3, name_en = $4, is_default = 0, version = version + 1
         WHERE code = $1 AND version = $2",
        args![&*group.code, group.version, group.name_zh, group.name_en],
    )
}
