//! Tables that people send and take away: CSV, XLSX, JSON lines.
