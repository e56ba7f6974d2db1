"""Makes and verifies JSON Web Tokens with jwcrypto.

tokens.py make NOW   keys of each algorithm and tokens signed with them, as JSON
tokens.py verify     reads {"key": JWK or "pem": PEM, "token": TOKEN, "algorithm": NAME}; writes what it says, or fails
"""
import json
import sys

from jwcrypto import jwk, jwt

CLAIMS = {"iss": "https://lathe.example", "aud": ["other", "lathe"], "sub": "björk", "role": "listener",
          "tenant": "label"}


def make(now):
    keys = {
        "HS256": jwk.JWK.generate(kty="oct", size=256, kid="hs"),
        "RS256": jwk.JWK.generate(kty="RSA", size=2048, kid="rs", use="sig", alg="RS256"),
        "ES256": jwk.JWK.generate(kty="EC", crv="P-256", kid="es"),
    }
    others = [jwk.JWK.generate(kty="EC", crv="P-384", kid="p384"), jwk.JWK.generate(kty="OKP", crv="Ed25519", kid="ed")]
    tokens = []
    for algorithm, key in keys.items():
        header = {"alg": algorithm, "kid": key["kid"], "typ": "JWT"}
        claims = CLAIMS | {"iat": now, "nbf": now, "exp": now + 3600}
        for count in range(8):
            token = jwt.JWT(header=header, claims=claims | {"jti": str(count)})
            token.make_signed_token(key)
            tokens.append(token.serialize())
    public = [json.loads(key.export_public()) for key in [keys["RS256"], keys["ES256"], *others]]
    inner = tokens[0]
    wrapped = jwt.JWT(header={"alg": "dir", "enc": "A256GCM", "kid": "hs", "cty": "JWT"}, claims=inner)
    wrapped.make_encrypted_token(keys["HS256"])
    return {
        "secret": keys["HS256"]["k"], "jwks": json.dumps({"keys": public}), "tokens": tokens,
        "encrypted": wrapped.serialize(), "private": json.dumps({"keys": [json.loads(keys["ES256"].export_private())]}),
    }


def verify(request):
    key = jwk.JWK.from_pem(request["pem"].encode()) if "pem" in request else jwk.JWK(**request["key"])
    token = jwt.JWT(jwt=request["token"], key=key, algs=[request["algorithm"]],
                    check_claims={"iss": None, "aud": "lathe", "exp": None})
    return {"header": json.loads(token.header), "claims": json.loads(token.claims)}


if sys.argv[1] == "make":
    result = make(int(sys.argv[2]))
else:
    result = verify(json.load(sys.stdin))
json.dump(result, sys.stdout)
