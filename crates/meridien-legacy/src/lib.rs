//! Reader of old record pages.
