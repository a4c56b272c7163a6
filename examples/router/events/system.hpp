// Events of schedules, SNMP, logging, logins and the system itself.
#pragma once

#include "../values.hpp"

namespace router {

inline constexpr event<unsigned, word<"word">> schedule_firmware_error{
    "SCHEDULE_FIRMWARE_ERROR", severity::info, "scheduler", "schedule {} firmware update command error : {}",
    "a planned update of the firmware is written wrongly"};
inline constexpr event<unsigned, interface_name, word<"action">> schedule_interface{
    "SCHEDULE_INTERFACE", severity::info, "scheduler", "schedule {} executes interface {} {}",
    "a planned task acts on an interface"};
inline constexpr event<unsigned, interface_name, unsigned> schedule_waits_for_ppp{
    "SCHEDULE_WAITS_FOR_PPP", severity::info, "scheduler",
    "schedule {} cant execute because of {} connected on mobile {}, so will execute when ppp disconnected",
    "a planned task waits for a connection to end"};
inline constexpr event<unsigned, unsigned> schedule_mobile_clear{"SCHEDULE_MOBILE_CLEAR", severity::info, "scheduler",
                                                                 "schedule {} executes mobile {} clear",
                                                                 "a planned task resets a mobile module"};
inline constexpr event<unsigned> schedule_syslog_rotate{"SCHEDULE_SYSLOG_ROTATE", severity::info, "scheduler",
                                                        "schedule {} executes syslog rotate",
                                                        "a planned task rotates the system's log"};
inline constexpr event<unsigned, word<"log">> schedule_monitor_rotate{
    "SCHEDULE_MONITOR_ROTATE", severity::info, "scheduler", "schedule {} executes monitor-log {} rotate",
    "a planned task rotates another log"};
inline constexpr event<unsigned> schedule_restart_canceled{
    "SCHEDULE_RESTART_CANCELED", severity::info, "scheduler",
    "schedule {} system restart canceled, firmware updating now",
    "the router does not restart as planned, because its firmware is being updated"};
inline constexpr event<unsigned> schedule_restart{"SCHEDULE_RESTART", severity::info, "scheduler",
                                                  "schedule {} executes system restart",
                                                  "the router restarts as planned"};
inline constexpr event<unsigned> schedule_firmware_busy{"SCHEDULE_FIRMWARE_BUSY", severity::info, "scheduler",
                                                        "schedule {} firmware update canceled, firmware updating now",
                                                        "a planned update is left out, because one is under way"};
inline constexpr event<unsigned> schedule_firmware_no_password{
    "SCHEDULE_FIRMWARE_NO_PASSWORD", severity::info, "scheduler",
    "schedule {} firmware update canceled, ssh password not found", "a planned update has no password for its server"};
inline constexpr event<unsigned> schedule_firmware_bad_password{
    "SCHEDULE_FIRMWARE_BAD_PASSWORD", severity::info, "scheduler",
    "schedule {} firmware update canceled, ssh password is invalid",
    "a planned update has a wrong password for its server"};
inline constexpr event<unsigned, word<"mode">> schedule_firmware{"SCHEDULE_FIRMWARE", severity::info, "scheduler",
                                                                 "schedule {} executes firmware update {}",
                                                                 "the firmware is updated as planned"};
inline constexpr event<unsigned> schedule_firmware_failed{"SCHEDULE_FIRMWARE_FAILED", severity::info, "scheduler",
                                                          "schedule {} firmware update failed",
                                                          "a planned update failed"};
inline constexpr event<unsigned> schedule_wimax_clear{"SCHEDULE_WIMAX_CLEAR", severity::info, "scheduler",
                                                      "schedule {} executes wimax WIMAX clear",
                                                      "a planned task resets the WiMAX module"};
inline constexpr event<unsigned, word<"mib">, duration> schedule_snmp_later{
    "SCHEDULE_SNMP_LATER", severity::info, "scheduler",
    "schedule {} will send snmp extension-mib {} nofity after {:s} secs", "a planned SNMP notification will be sent"};
inline constexpr event<unsigned, word<"mib">> schedule_snmp{"SCHEDULE_SNMP", severity::info, "scheduler",
                                                            "schedule {} executes snmp extension-mib {} nofity",
                                                            "a planned SNMP notification is sent"};
inline constexpr event<ipv4_address> snmpd_no_session{
    "SNMPD_NO_SESSION", severity::info, "snmpd", "couldn't open session({})", "an SNMP receiver cannot be reached"};
inline constexpr event<ipv4_address, word<"trap">> snmpd_no_response{"SNMPD_NO_RESPONSE", severity::info, "snmpd",
                                                                     "No inform response from {}, {}",
                                                                     "an SNMP receiver has not confirmed"};
inline constexpr event<word<"version">> syslog_start{"SYSLOG_START", severity::notice, "syslog-ng",
                                                     "syslog-ng starting up; version='{}'", "logging starts"};
inline constexpr event<> syslog_reload{"SYSLOG_RELOAD", severity::notice, "syslog-ng",
                                       "configuration reload request received, reloading configuration;",
                                       "logging reads its configuration again"};
inline constexpr event<> syslog_terminating{"SYSLOG_TERMINATING", severity::info, "syslog-ng",
                                            "Termination requested via signal, terminating;", "logging is told to end"};
inline constexpr event<word<"version">> syslog_stop{"SYSLOG_STOP", severity::notice, "syslog-ng",
                                                    "syslog-ng shutting down; version='{}'", "logging has ended"};
inline constexpr event<> syslog_mark{"SYSLOG_MARK", severity::info, "", "-- MARK --",
                                     "nothing happened for a while, and the log is alive"};
inline constexpr event<error_number> syslog_connection_failed{"SYSLOG_CONNECTION_FAILED", severity::err, "syslog-ng",
                                                              "Connection failed; error='{:s}'",
                                                              "the connection to a log server is lost"};
inline constexpr event<> syslog_reconnecting{"SYSLOG_RECONNECTING", severity::err, "syslog-ng",
                                             "Initiating connection failed, reconnecting; time_reopen='60'",
                                             "a log server cannot be reached and is tried again"};
inline constexpr event<word<"host">> syslog_no_host{"SYSLOG_NO_HOST", severity::err, "syslog-ng",
                                                    "Error resolving hostname; host='{}'",
                                                    "a log server's name is not known"};
inline constexpr event<word<"host">> syslog_buffer_lost{
    "SYSLOG_BUFFER_LOST", severity::err, "syslog-ng",
    "Target host cannot be resolved, persistent disk buffer file will be lost; host='{}'",
    "a log server's name is not known, and what was kept for it is lost"};
inline constexpr event<word<"socket">, error_number> syslog_bind_failed{
    "SYSLOG_BIND_FAILED", severity::err, "syslog-ng", "Error binding socket; addr='{}', error='{:s}'",
    "an address to listen at cannot be had"};
inline constexpr event<unsigned, unsigned, unsigned, unsigned> system_status{
    "SYSTEM_STATUS", severity::info, "system", "cpu:{} mem:{} kb session:{} temper:{}", "how busy the router is"};
inline constexpr event<> init_runlevel{"INIT_RUNLEVEL", severity::info, "init", "Entering runlevel: 2",
                                       "the router has started and works"};
inline constexpr event<word<"user">> login_console{"LOGIN_CONSOLE", severity::info, "xrosh", "login by {} from CONSOLE",
                                                   "an administrator comes, at the console"};
inline constexpr event<word<"user">> logout_console{
    "LOGOUT_CONSOLE", severity::info, "xrosh", "logout by {} from CONSOLE", "an administrator goes, at the console"};
inline constexpr event<word<"user">, ipv4_address> login_remote{
    "LOGIN_REMOTE", severity::info, "xrosh", "login by {} from {}", "an administrator comes, over the network"};
inline constexpr event<word<"user">, ipv4_address> logout_remote{
    "LOGOUT_REMOTE", severity::info, "xrosh", "logout by {} from {}", "an administrator goes, over the network"};
inline constexpr event<> firmware_start{"FIRMWARE_START", severity::info, "firm-update",
                                        "starting the firmware update.", "the firmware is being updated"};
inline constexpr event<> firmware_done{"FIRMWARE_DONE", severity::info, "firm-update", "finished the firmware update.",
                                       "the firmware has been updated"};
inline constexpr event<interface_name, ipv4_address, mac_address, ipv4_address> kernel_invalid_arp{
    "KERNEL_INVALID_ARP", severity::info, "kmsg_event", "received invalid arp on {} from {} ({}) to {}",
    "a host claims an address that is not its network's"};
inline constexpr event<> clock_setup{"CLOCK_SETUP", severity::notice, "ntp",
                                     "Clock Setup(Hardware Clock to System Clock)",
                                     "the time was read from the hardware clock"};

using system_events =
    events<schedule_firmware_error, schedule_interface, schedule_waits_for_ppp, schedule_mobile_clear,
           schedule_syslog_rotate, schedule_monitor_rotate, schedule_restart_canceled, schedule_restart,
           schedule_firmware_busy, schedule_firmware_no_password, schedule_firmware_bad_password, schedule_firmware,
           schedule_firmware_failed, schedule_wimax_clear, schedule_snmp_later, schedule_snmp, snmpd_no_session,
           snmpd_no_response, syslog_start, syslog_reload, syslog_terminating, syslog_stop, syslog_mark,
           syslog_connection_failed, syslog_reconnecting, syslog_no_host, syslog_buffer_lost, syslog_bind_failed,
           system_status, init_runlevel, login_console, logout_console, login_remote, logout_remote, firmware_start,
           firmware_done, kernel_invalid_arp, clock_setup>;

}  // namespace router
