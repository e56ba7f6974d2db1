// Checksums of masters and packages are `SHA256Digest`s: whoever imports LatheMedia has that type too.
@_exported public import LatheCrypto
