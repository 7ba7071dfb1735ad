use std::{fmt, time::Duration};

/// What a run found out.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// Of messages: those counted, the time that took, the server's own CPU time, and latencies.
    Messages {
        /// Answers, or deliveries of broadcasts.
        messages: u64,
        /// How long was measured.
        elapsed: Duration,
        /// The server's CPU time in it.
        cpu: Duration,
        /// Half of the messages took no longer.
        p50: Duration,
        /// 99 of 100 took no longer.
        p99: Duration,
        /// The same of a typical thousand messages: of each thousand in a row, and of these the one in the middle.
        typical_p99: Duration,
        /// 99 of 100 of a typical thousand requests were sent no later than that after they were due, when paced.
        delay_p99: Duration,
    },
    /// Of connections that say nothing.
    Idle {
        /// How many.
        connections: usize,
        /// The server's resident memory before the first, in KiB.
        before_kib: u32,
        /// With all of them, in KiB.
        after_kib: u32,
    },
}

impl fmt::Display for Report {
    #[allow(clippy::cast_precision_loss, reason = "no run counts to 2^53")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Messages { messages, elapsed, cpu, p50, p99, typical_p99, delay_p99 } => {
                let seconds = elapsed.as_secs_f64();
                write!(
                    f,
                    "messages={messages} rate={:.0} cpu_us={:.3} cpu_percent={:.1} p50_us={:.1} p99_us={:.1} \
                     typical_p99_us={:.1} delay_p99_us={:.1}",
                    messages as f64 / seconds,
                    micros(cpu) / messages.max(1) as f64,
                    100.0 * cpu.as_secs_f64() / seconds,
                    micros(p50),
                    micros(p99),
                    micros(typical_p99),
                    micros(delay_p99)
                )
            }
            Self::Idle { connections, before_kib, after_kib } => {
                let grown = f64::from(after_kib) - f64::from(before_kib);
                let each = grown / connections.max(1) as f64;
                write!(
                    f,
                    "connections={connections} before_kib={before_kib} after_kib={after_kib} kib={each:.2}"
                )
            }
        }
    }
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_by_message_and_by_connection() {
        let report = Report::Messages {
            messages: 4000,
            elapsed: Duration::from_secs(2),
            cpu: Duration::from_millis(10),
            p50: Duration::from_micros(7),
            p99: Duration::from_micros(9),
            typical_p99: Duration::from_micros(8),
            delay_p99: Duration::ZERO,
        };
        let line = "messages=4000 rate=2000 cpu_us=2.500 cpu_percent=0.5 p50_us=7.0 p99_us=9.0 typical_p99_us=8.0 delay_p99_us=0.0";
        assert_eq!(report.to_string(), line);
        let idle = Report::Idle { connections: 100, before_kib: 1000, after_kib: 1700 };
        assert_eq!(idle.to_string(), "connections=100 before_kib=1000 after_kib=1700 kib=7.00");
    }
}
