//! The protocol, row by row: each case is written once and runs against the connection in memory, the tokio server and
//! the axum adapter.
#![allow(missing_docs)]

mod cases;
mod handshake;
mod memory;
mod sockets;
mod world;

/// Runs every case in a world of its own.
macro_rules! suite {
    ($world:ty: $($file:ident { $($case:ident)* })*) => {
        $($(
            #[tokio::test]
            async fn $case() {
                $crate::cases::$file::$case::<$world>().await;
            }
        )*)*
    };
}

/// The cases that need nothing but frames.
macro_rules! all_cases {
    ($world:ty) => {
        suite! { $world:
            envelope {
                a_type_is_exact_and_may_be_escaped
                meta_may_be_absent_or_null_and_knows_its_keys
                reserved_meta_is_stripped_however_it_is_spelled
                a_payload_is_there_exactly_when_it_is_declared
                other_root_keys_and_doubled_keys_are_refused
                a_binary_frame_is_answered_in_text
                outbound_frames_hold_nothing_that_is_not_declared
            }
            frames {
                an_event
                a_request_with_a_timeout
                a_reply
                progress
                an_rpc_error
                an_error_outside_rpc
                an_abort
                a_heartbeat
                a_correlation_id_carried_on
                a_payload_of_every_kind
            }
            codes {
                unauthenticated
                permission_denied
                invalid_argument
                failed_precondition
                not_found
                already_exists
                unimplemented
                cancelled
                deadline_exceeded
                resource_exhausted
                unavailable
                aborted
                internal
                a_code_of_ones_own
                details_lose_secrets_and_options_stand
                declared_errors_are_typed
            }
            answers {
                what_is_no_message_gets_none
                an_unknown_type_is_unimplemented
                an_invalid_payload_is_told_every_issue
                at_most_32_issues_are_told
                an_rpc_without_correlation_id_is_answered_without
                an_id_in_flight_is_dropped
                a_handler_that_fails_or_panics_is_internal
                nothing_follows_an_answer
                an_oversize_frame_is_answered
                an_oversize_frame_closes_with_1009
                an_oversize_frame_is_left_to_the_hook
                a_rate_is_limited_by_connection_and_type
                a_cost_beyond_the_bucket_is_a_failed_precondition
                too_many_rpcs_are_refused
                a_deadline_passes
                a_disconnect_drops_what_is_in_flight
                errors_of_authentication_leave_the_connection_open
                unauthenticated_closes_where_it_is_asked_for
                permission_denied_closes_where_it_is_asked_for
            }
            closes {
                on_open_closes_with_its_own_code
                a_failing_on_open_closes_with_1011
                a_shutdown_answers_and_closes_with_1001
                a_slow_reader_is_closed_with_1013
                the_application_closes
            }
            topics {
                a_topic_has_a_sound_name
                a_second_join_changes_nothing
                a_connection_has_so_many_topics
                a_publish_says_whom_it_reached
                a_publish_may_leave_its_sender_out
                a_publisher_gets_no_answer_it_did_not_ask_for
                a_disconnect_ends_every_subscription
            }
        }
    };
}

/// The cases of handshake and transport, which a connection in memory has not.
macro_rules! socket_cases {
    ($server:ty) => {
        mod handshakes {
            $crate::handshake::suite!($server);
        }
    };
}

mod in_memory {
    all_cases!(crate::memory::Memory);
}

mod tokio_server {
    all_cases!(crate::sockets::World<crate::sockets::Tokio>);
    socket_cases!(crate::sockets::Tokio);
}

mod axum_server {
    all_cases!(crate::sockets::World<crate::sockets::Axum>);
    socket_cases!(crate::sockets::Axum);
}
