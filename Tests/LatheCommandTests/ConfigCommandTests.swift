import Testing

@testable import LatheCommand

@Suite("lathe config")
struct ConfigCommandTests {
    @Test("Values with their sources, for people")
    func table() {
        let captured = CapturedConsole(environment: [
            "LATHE_QUEUES": "express, default", "LATHE_LEASE": "0.5m", "LATHE_NATS": "tls://lathe:hush@nats:4222",
        ])
        #expect(captured.run("config --data d --database postgres://lathe:hush@db:5432/music") == .success)
        #expect(
            captured.output == """
                setting          value                               source
                config           none                                default
                data             d                                   --data
                database         postgres://lathe:***@db:5432/music  --database
                storage          d/store                             default
                scratch          d/scratch                           default
                log-level        info                                default
                log-format       auto                                default
                concurrency      1                                   default
                queues           express,default                     LATHE_QUEUES
                lease            30s                                 LATHE_LEASE
                hang-timeout     1m                                  default
                drain-timeout    10s                                 default
                admin            off                                 default
                worker-name      its host and process                default
                listen           127.0.0.1:8080                      default
                public-url       as it listens                       default
                trusted-proxies  none                                default
                roles            api,media,worker                    default
                delivery         store                               default
                rate-limits      on                                  default
                keys             d/keys.json                         default
                nats             tls://lathe:***@nats:4222           LATHE_NATS
                webhook-hosts    public                              default

                """)
        #expect(captured.errors == "")
    }

    @Test("Values with their sources, for programs")
    func json() {
        let captured = CapturedConsole(environment: ["LATHE_ADMIN": "127.0.0.1:9090"])
        #expect(captured.run("config --json --data d") == .success)
        #expect(
            captured.output == """
                {"admin":{"source":"LATHE_ADMIN","value":"127.0.0.1:9090"},"concurrency":{"source":"default",\
                "value":"1"},"config":{"source":"default"},"data":{"source":"--data","value":"d"},\
                "database":{"source":"default","value":"sqlite:d/lathe.db"},"delivery":{"source":"default","value":"store"},"drainTimeout":{"source":"default",\
                "value":"10s"},"hangTimeout":{"source":"default","value":"1m"},"keys":{"source":"default",\
                "value":"d/keys.json"},"lease":{"source":"default",\
                "value":"15s"},"listen":{"source":"default","value":"127.0.0.1:8080"},"logFormat":{"source":"default",\
                "value":"auto"},"logLevel":{"source":"default","value":"info"},"nats":{"source":"default"},\
                "publicUrl":{"source":"default"},\
                "queues":{"source":"default","value":"default"},\
                "rateLimits":{"source":"default","value":"on"},"roles":{"source":"default",\
                "value":"api,media,worker"},"scratch":{"source":"default","value":"d/scratch"},"storage":{"source":"default","value":"d/store"},\
                "trustedProxies":{"source":"default"},"webhookHosts":{"source":"default","value":"public"},\
                "workerName":{"source":"default"}}

                """)
    }

    @Test(
        "A variable that nothing reads is pointed out where it looks like one that is",
        arguments: [
            ("LATHE_DATABSE", "lathe: nothing reads LATHE_DATABSE; did you mean LATHE_DATABASE?\n"),
            ("LATHE_CONFG", "lathe: nothing reads LATHE_CONFG; did you mean LATHE_CONFIG?\n"),
            ("LATHE_SERVICE_HOST", ""), ("LATHE_PORT", ""), ("HOME", ""),
        ])
    func strayVariables(name: String, warning: String) {
        #expect(ConfigCommand.strayVariables(in: [name: "x"]).joined() == warning)
    }
}
