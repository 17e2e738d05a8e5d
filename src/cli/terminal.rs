//! What the terminal can show.

use std::io::IsTerminal;

/// Read by people who print and mail answers: no wider than this, whatever the screen.
const WIDTH_MAX: usize = 100;
const WIDTH_DEFAULT: usize = 80;
const WIDTH_MIN: usize = 40;

/// Colours only on a terminal, and only if <https://no-color.org> is not asked for.
pub fn colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// Columns to write in.
pub fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    told.unwrap_or(WIDTH_DEFAULT).clamp(WIDTH_MIN, WIDTH_MAX)
}
