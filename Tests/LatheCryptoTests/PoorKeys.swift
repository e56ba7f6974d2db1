/// Public keys, made with OpenSSL, that nobody should sign with.
enum PoorKeys {
    static let rsa1024 = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDIjIwYzs7UZKJ3jodL/a/yrt0P
        CYWapeW4Mq+TH6br6+6Kr/m5cuW4DLs4HHh+12r/3qPFkyHOtxDYzjKcxdMeACgR
        voHMrbY1r4iP2xJV0JWpeuQ97OnBmCnubANVJSOARrOdATeX2sD0ItyDLYHajh2X
        THbo2h+Ftv5Dlqb0CwIDAQAB
        -----END PUBLIC KEY-----
        """
    static let rsaExponent3 = """
        -----BEGIN PUBLIC KEY-----
        MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAwOEv2LZ8wtIsdOFr+oDj
        wy6M/Prf9BkJCt5dZBT7ebF7DdWn/+dSdPja0nx+ZeUNiX3IEJIWi+5DdndVC3zb
        6qrLpvGKCci9nv09y8Ges8fD8h/01nn2h9aU3ybKxypmP0pkKrj9sIjEnxVRVTzc
        efJ6O78J4YdOQQJhAPskH5pm5XPvsl6qb7MRFHBbimaM1ODeTO4/Fm/hl1srSp31
        o2MvI4LNKZQD9r30vSjh8bCXblQxFBBKi0vL214Ua6gxCFmS2Wp3I0WeX7+vS9Ig
        oFOu3w1O8SwPWC38wsKYl1hAjr7TlB3KltocEzdvjXDxo1reX5n+A8sRIA8WmYjg
        QQIBAw==
        -----END PUBLIC KEY-----
        """
    static let rsaPSS = """
        -----BEGIN PUBLIC KEY-----
        MIIBIDALBgkqhkiG9w0BAQoDggEPADCCAQoCggEBAJocFGrKAeFY1aUeThBoTCTm
        T/k2dljY+/ypmWe1xWnYFGdWhTKL/BjMD/CzruZ9M502kMWmH3x9R2KmvEo9zw1K
        l87X1S5oDdafr14pVGxwBjBtQkv6qS6wTWtwyVjOs313D8Y+6qi+mzp0BerGkaWN
        crYXIdRFHgg2b+FBwjMwkcr5AhUddKGeIn5i3Q7Nu+7JFfrW4eMbREBV/AJoZg+O
        A4iM8A18ZiND3tiOikpbxoRih0a2s4cEh2P/dnLodPbd56fjbAgsXIcrGD2PCgJk
        cB29/YqNsCSYbyc2ktdzfGbUdWn/D1de7p4psTrvBoX0yMJAF4/HjdiJ1S0XdAcC
        AwEAAQ==
        -----END PUBLIC KEY-----
        """
    static let p384 = """
        -----BEGIN PUBLIC KEY-----
        MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEIFUMxUhMLmpieQZTw+jkT//jtY+9onf4
        zoMsq/wRQcuYphZHCGkriR45UNWkCUXbJCc2Lzjyrv92E31NbK71IBwP4GnD2/K3
        FKEX5yEJ0Vd9gDtRTU5gJq3EudIUZuW3
        -----END PUBLIC KEY-----
        """
    static let secp256k1 = """
        -----BEGIN PUBLIC KEY-----
        MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAE+u/OAvNvLuYlgibo079EsX4rnWaApxGO
        J1vPRr6TDnmhS8lk9h7J4uQhnMDOhMxSru2UHMyqSr1ODfNVY57a+g==
        -----END PUBLIC KEY-----
        """
    static let ed25519 = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAxQN9wX0y69wDGjzaZS9wqyNm+asINSUaOEUSCO388MU=
        -----END PUBLIC KEY-----
        """
}
