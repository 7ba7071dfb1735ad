use uuid::Uuid;

wskit::message!(
    #[rpc(response = SumOk)]
    pub struct Sum {
        pub a: f64,
        pub b: f64,
    }

    #[response]
    pub struct SumOk {
        pub total: f64,
    }

    /// Reports `n` times, then answers.
    #[rpc(response = ProgOk, progress = Step)]
    pub struct Prog {
        #[validate(range(max = 1000))]
        pub n: u32,
    }

    #[data]
    pub struct Step {
        pub i: u32,
    }

    #[response]
    pub struct ProgOk {
        pub n: u32,
    }

    /// Request and answer without a payload.
    #[rpc(response = RvoidOk)]
    pub struct Rvoid;

    #[response]
    pub struct RvoidOk;

    /// Answered with an error of that code, and nothing but defaults.
    #[rpc(response = RerrOk)]
    pub struct Rerr {
        pub code: String,
    }

    #[response]
    pub struct RerrOk;

    /// Answered with an error in which nothing is a default.
    #[rpc(response = RerroptsOk)]
    pub struct Rerropts;

    #[response]
    pub struct RerroptsOk;

    /// Its handler returns an error.
    #[rpc(response = RthrowOk)]
    pub struct Rthrow;

    #[response]
    pub struct RthrowOk;

    /// Its handler panics.
    #[rpc(response = RpanicOk)]
    pub struct Rpanic;

    #[response]
    pub struct RpanicOk;

    /// Answered after so many milliseconds.
    #[rpc(response = RslowOk)]
    pub struct Rslow {
        pub ms: u32,
    }

    #[response]
    pub struct RslowOk {
        pub ms: u32,
    }

    /// How many handlers of `RSLOW` were dropped before they finished.
    #[rpc(response = AbortedCountOk)]
    pub struct AbortedCount {}

    #[response]
    pub struct AbortedCountOk {
        pub count: u32,
    }

    /// Looks somebody up.
    #[rpc(response = LookupOk, error = LookupError)]
    pub struct Lookup {
        pub id: Uuid,
    }

    #[response]
    pub struct LookupOk {
        pub id: Uuid,
        pub name: String,
    }

    #[error]
    pub enum LookupError {
        /// The nil UUID is nobody.
        #[code("NOT_FOUND")]
        NotFound { id: Uuid },
        /// The UUID of all ones is banned.
        #[code("USER_BANNED", retryable)]
        Banned { until_ms: u64 },
    }

    /// Costs more than its bucket holds.
    #[rpc(response = CostlyOk)]
    pub struct Costly;

    #[response]
    pub struct CostlyOk;

    #[rpc(response = EchoOk)]
    pub struct Echo {
        pub id: String,
        pub text: String,
        pub n: i64,
        pub tags: Vec<String>,
    }

    #[response]
    pub struct EchoOk {
        pub id: String,
        pub text: String,
        pub n: i64,
        pub tags: Vec<String>,
    }
);
