// Events of mobile modules.
#pragma once

#include "../values.hpp"

namespace router {

inline constexpr event<> mobile_reset_canceled{"MOBILE_RESET_CANCELED", severity::info, "mobile_inactivate",
                                               "schedule mobile reset canceled.",
                                               "a planned reset of the mobile module is called off"};
inline constexpr event<unsigned> mobile_reset_done{"MOBILE_RESET_DONE", severity::info, "mobile_inactivate",
                                                   "mobile {} reset.", "the mobile module was reset"};
inline constexpr event<unsigned> mobile_off_lock_failed{"MOBILE_OFF_LOCK_FAILED", severity::info, "mobile_inactivate",
                                                        "USB{} lock failed", "a USB port is in use by another task"};
inline constexpr event<> mobile_already_gone{"MOBILE_ALREADY_GONE", severity::info, "mobile_inactivate",
                                             "device is already disconnected.",
                                             "the mobile module had already been taken out"};
inline constexpr event<> mobile_card_removed{"MOBILE_CARD_REMOVED", severity::info, "mobile_inactivate",
                                             "card removed.", "a mobile card was taken out"};
inline constexpr event<word<"mobile card">> mobile_removed{"MOBILE_REMOVED", severity::info, "mobile_inactivate",
                                                           "{} removed.", "a mobile card of this kind was taken out"};
inline constexpr event<> mobile_start_timeout_serious{
    "MOBILE_START_TIMEOUT_SERIOUS", severity::info, "ppp-mobile-start", "timed out(maybe has serious problem)",
    "a mobile connection does not start, and the module may be broken"};
inline constexpr event<> mobile_start_timeout{"MOBILE_START_TIMEOUT", severity::info, "ppp-mobile-start", "timed out",
                                              "a mobile connection did not start in time"};
inline constexpr event<> mobile_start_timeout_ppp{"MOBILE_START_TIMEOUT_PPP", severity::info, "ppp-mobile-start",
                                                  "timed out(maybe ppp start failed)",
                                                  "a mobile connection did not start in time: PPP failed"};
inline constexpr event<> mobile_reboot_canceled{
    "MOBILE_REBOOT_CANCELED", severity::info, "mobile_activate",
    "system rebooting for mobile error recovery canceled because firmware update is executing now",
    "the router does not restart for a broken module, because its firmware is being updated"};
inline constexpr event<> mobile_reboot{"MOBILE_REBOOT", severity::info, "mobile_activate",
                                       "start rebooting system for recovery",
                                       "the router restarts to get a broken module working"};
inline constexpr event<unsigned> mobile_on_lock_failed{"MOBILE_ON_LOCK_FAILED", severity::info, "mobile_activate",
                                                       "USB{} lock failed", "a USB port is in use by another task"};
inline constexpr event<> mobile_reset_start{"MOBILE_RESET_START", severity::info, "mobile_activate",
                                            "start mobile reset for recovery",
                                            "the mobile module is reset to get it working"};
inline constexpr event<> mobile_not_configured{"MOBILE_NOT_CONFIGURED", severity::info, "mobile_activate",
                                               "device configuration is not found.",
                                               "there is no configuration for this mobile card"};
inline constexpr event<> mobile_not_supported{"MOBILE_NOT_SUPPORTED", severity::info, "mobile_activate",
                                              "device is not supported", "this mobile card is not known"};
inline constexpr event<> mobile_unknown_card{"MOBILE_UNKNOWN_CARD", severity::info, "mobile_activate",
                                             "Unspec card detected.", "a card is there that says nothing of itself"};
inline constexpr event<word<"mobile card">> mobile_detected{"MOBILE_DETECTED", severity::info, "mobile_activate",
                                                            "{} detected.", "a mobile card of this kind is there"};
inline constexpr event<> mobile_no_data_port{"MOBILE_NO_DATA_PORT", severity::info, "mobile_activate",
                                             "data port is not found.", "the mobile card has no port for data"};
inline constexpr event<> mobile_no_control_port{"MOBILE_NO_CONTROL_PORT", severity::info, "mobile_activate",
                                                "control port is not found.",
                                                "the mobile card has no port for control"};
inline constexpr event<> mobile_trap_running{"MOBILE_TRAP_RUNNING", severity::info, "mobile_activate",
                                             "mobile up trap is already started.",
                                             "the report of the module is already on its way"};
inline constexpr event<> mobile_trap_canceled{"MOBILE_TRAP_CANCELED", severity::info, "mobile_activate",
                                              "mobile up trap is canceled.", "the report of the module is called off"};
inline constexpr event<unsigned> mobile_connect_no_device{"MOBILE_CONNECT_NO_DEVICE", severity::info,
                                                          "ppp-mobile-connect", "mobile {} device is not found",
                                                          "the module to connect with is not there"};
inline constexpr event<unsigned> mobile_check_no_device{"MOBILE_CHECK_NO_DEVICE", severity::info, "ppp-mobile-checker",
                                                        "mobile {} device not found",
                                                        "the module to look at is not there"};
inline constexpr event<word<"mobile card">, word<"signal">> mobile_signal{"MOBILE_SIGNAL", severity::info,
                                                                          "ppp-mobile-checker", "{}/Signal Level({})",
                                                                          "how well the module hears its network"};
inline constexpr event<word<"mobile card">, word<"signal">> mobile_signal_canceled{
    "MOBILE_SIGNAL_CANCELED", severity::info, "ppp-mobile-checker", "{}/Signal Level({}) ppp dialer canceled.",
    "the module hears its network too badly to dial"};
inline constexpr event<word<"mobile card">, word<"signal">> mobile_signal_retry{
    "MOBILE_SIGNAL_RETRY", severity::info, "ppp-mobile-checker", "{}/Signal Level({})(retry",
    "the module hears its network badly, and is asked again; the document cuts the text"};
inline constexpr event<unsigned> mobile_dial_no_device{"MOBILE_DIAL_NO_DEVICE", severity::info, "ppp-mobile-dialer",
                                                       "mobile {} device not found",
                                                       "the module to dial with is not there"};
inline constexpr event<word<"mobile card">, word<"dial status">> mobile_dial_status{
    "MOBILE_DIAL_STATUS", severity::info, "ppp-mobile-dialer", "{} dialer status={}", "how dialling came out"};
inline constexpr event<> mobile_dial_abort{"MOBILE_DIAL_ABORT", severity::info, "ppp-mobile-dialer",
                                           "ppp dialer ABORT(reached max error retries)", "dialling is given up"};
inline constexpr event<> mobile_dial_serious{"MOBILE_DIAL_SERIOUS", severity::info, "ppp-mobile-dialer",
                                             "mobile may have serious problems", "the module may be broken"};
inline constexpr event<> mobile_dial_reboot_canceled{
    "MOBILE_DIAL_REBOOT_CANCELED", severity::info, "ppp-mobile-dialer",
    "system rebooting for mobile error recovery canceled because firmware update is executing now",
    "the router does not restart for a broken module, because its firmware is being updated"};
inline constexpr event<> mobile_dial_reboot{"MOBILE_DIAL_REBOOT", severity::info, "ppp-mobile-dialer",
                                            "start rebooting system for recovery",
                                            "the router restarts to get a broken module working"};
inline constexpr event<> mobile_dial_reset{"MOBILE_DIAL_RESET", severity::info, "ppp-mobile-dialer",
                                           "start mobile reset for recovery",
                                           "the mobile module is reset to get it working"};
inline constexpr event<unsigned> mobile_dial_errors{"MOBILE_DIAL_ERRORS", severity::info, "ppp-mobile-dialer",
                                                    "ppp dialer ABORT(error count={})", "dialling failed so often"};
inline constexpr event<unsigned> mobile_power_off{"MOBILE_POWER_OFF", severity::info, "mobile-init",
                                                  "initialize mobile(power off):mobile{}",
                                                  "the mobile module's power is taken away and given back"};
inline constexpr event<unsigned> mobile_power_reset{"MOBILE_POWER_RESET", severity::debug, "mobile-init",
                                                    "initialize mobile(power reset):mobile{}",
                                                    "the mobile module is reset by its power"};
inline constexpr event<> mobile_reset_running{"MOBILE_RESET_RUNNING", severity::info, "mobile-reset",
                                              "Reset is already started.", "the mobile module is already being reset"};
inline constexpr event<word<"signal">, word<"signal">> mobile_signal_changed{
    "MOBILE_SIGNAL_CHANGED", severity::info, "mobile-monitor", "SignalLevel changed {} ->{}",
    "the module hears its network better or worse"};
inline constexpr event<> mobile_time_failed{"MOBILE_TIME_FAILED", severity::info, "mobile-monitor",
                                            "Time synchronization with CDMA failed.",
                                            "the network did not tell the time"};
inline constexpr event<unsigned> mobile_no_ota{"MOBILE_NO_OTA", severity::info, "ppp-mobile-checker",
                                               "mobile {} OTA registration is not completed",
                                               "the module has not been registered over the air"};
inline constexpr event<word<"signal">, word<"signal">, unsigned> mobile_signal_strength{
    "MOBILE_SIGNAL_STRENGTH", severity::info, "mobile-monitor", "SignalLevel changed {} ->{} (strength {})",
    "the module hears its network better or worse, and how well"};
inline constexpr event<> mobile_reset_unknown{"MOBILE_RESET_UNKNOWN", severity::info, "mobile-reset",
                                              "Reset reason is unknown.", "nobody knows why the module was reset"};

using mobile_events =
    events<mobile_reset_canceled, mobile_reset_done, mobile_off_lock_failed, mobile_already_gone, mobile_card_removed,
           mobile_removed, mobile_start_timeout_serious, mobile_start_timeout, mobile_start_timeout_ppp,
           mobile_reboot_canceled, mobile_reboot, mobile_on_lock_failed, mobile_reset_start, mobile_not_configured,
           mobile_not_supported, mobile_unknown_card, mobile_detected, mobile_no_data_port, mobile_no_control_port,
           mobile_trap_running, mobile_trap_canceled, mobile_connect_no_device, mobile_check_no_device, mobile_signal,
           mobile_signal_canceled, mobile_signal_retry, mobile_dial_no_device, mobile_dial_status, mobile_dial_abort,
           mobile_dial_serious, mobile_dial_reboot_canceled, mobile_dial_reboot, mobile_dial_reset, mobile_dial_errors,
           mobile_power_off, mobile_power_reset, mobile_reset_running, mobile_signal_changed, mobile_time_failed,
           mobile_no_ota, mobile_signal_strength, mobile_reset_unknown>;

}  // namespace router
