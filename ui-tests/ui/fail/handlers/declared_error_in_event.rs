use wskit::prelude::*;

wskit::message!(
    #[event(from = client)]
    pub struct Typing;
    #[event(from = client)]
    pub struct Stopped;
    #[error]
    pub enum TypingError {
        TooFast,
    }
);

fn check() -> Result<(), TypingError> {
    Err(TypingError::TooFast)
}

async fn typing(_: Ctx<Typing>) -> Result<()> {
    check()?;
    Ok(())
}

async fn stopped(_: Ctx<Stopped>) -> Result<()> {
    Err(Error::from(TypingError::TooFast))
}

fn main() {
    let _ = Router::<()>::new().on(typing).on(stopped);
}
