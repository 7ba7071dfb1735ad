wskit::message!(
    #[error]
    pub enum JoinError {
        #[code("A", retriable)]
        A,
        #[code("B", retryable = "yes")]
        B,
        #[code("C", message)]
        C,
        #[code("D", retryable = false, retry_after_ms = 100)]
        D,
        #[code("")]
        E,
        #[code(5)]
        F,
    }
);

fn main() {}
