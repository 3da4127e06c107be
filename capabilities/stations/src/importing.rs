//! Imports of station lists as people meet them: uploaded, previewed, confirmed, followed, found
//! again. The reading and the settling of rows are those of [`crate::import`]
//! (`import_stations`); here are the job `stations.import` that runs it, the preview that is kept
//! in the store until somebody confirms it, and the rejects file. The pages are in
//! `pages/import*.rs`, the API in `api/imports.rs`; exports in `exporting`. Owns `station_import`
//! and its parts.
