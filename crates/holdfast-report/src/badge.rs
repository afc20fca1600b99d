//! Badges as files: a credential as a signed token, its picture with the token inside, and the list of badges taken back.
//!
//! What a badge says, and whether one holds, is decided in `holdfast_core::decide::badge`. Where keys live is not its business.

mod bits;
mod picture;
mod png;
mod token;

pub use bits::encoded_list;
pub use picture::{svg, svg_with};
pub use png::png_with;
pub use token::{BadgeKeyError, MOST_TOKEN, SigningKey, Token, TokenError, new_key, token_in};
