//! QR codes, drawn as SVG into the page: nothing is fetched and no script is needed.

use std::fmt;

use askama::filters::HtmlSafe;
use fast_qr::{ECL, QRBuilder, QRCode};
use kernel::{Error, Result};

/// Light modules around the code, which readers need (ISO/IEC 18004).
const QUIET: usize = 4;

/// A QR code, written into a template as an `svg` with the class `qr`.
#[derive(Clone)]
pub struct Qr(Box<QRCode>);

impl Qr {
    /// The code of a text.
    ///
    /// # Errors
    /// 500 when the text is too long for any code: some 2,000 bytes.
    pub fn new(text: &str) -> Result<Self> {
        // M mends 15 %: a finger mark on a screen, a fold in paper.
        let code = QRBuilder::new(text).ecl(ECL::M).build();
        let code = code.map_err(|error| Error::Internal(format!("a QR code: {error:?}")))?;
        Ok(Self(Box::new(code)))
    }
}

impl fmt::Display for Qr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = self.0.size + 2 * QUIET;
        write!(
            f,
            "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" aria-hidden=\"true\"><path d=\""
        )?;
        for row in 0..self.0.size {
            let modules = &self.0[row];
            let mut column = 0;
            while column < modules.len() {
                let dark = modules[column..].iter().take_while(|module| module.value()).count();
                if dark > 0 {
                    write!(f, "M{} {}h{dark}v1h-{dark}z", column + QUIET, row + QUIET)?;
                }
                column += dark.max(1);
            }
        }
        f.write_str("\"/></svg>")
    }
}

impl HtmlSafe for Qr {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_drawn_with_its_margin_and_holds_no_word() {
        let drawn = Qr::new("otpauth://totp/<script>").expect("short enough").to_string();
        // 23 bytes at M fit into version 2, 25 modules a side; the finder pattern stands first.
        assert!(drawn.starts_with("<svg class=\"qr\" viewBox=\"0 0 33 33\""), "{drawn}");
        assert!(drawn.contains("d=\"M4 4h7v1h-7z"), "{drawn}");
        assert!(!drawn.contains("script"), "{drawn}");
    }

    #[test]
    fn what_fits_no_code_is_refused() {
        assert!(Qr::new(&"x".repeat(5000)).is_err());
    }
}
