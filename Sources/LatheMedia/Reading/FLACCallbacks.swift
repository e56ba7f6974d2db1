internal import CFLAC

/// libFLAC's way back into Swift: each finds the session behind the client pointer and does nothing else.
enum FLACCallbacks {
    private static func session(_ client: UnsafeMutableRawPointer?) -> FLACSession? {
        client.map { Unmanaged<FLACSession>.fromOpaque($0).takeUnretainedValue() }
    }

    static let read: FLAC__StreamDecoderReadCallback = { _, buffer, count, client in
        guard let session = session(client), let buffer, let count else {
            return FLAC__STREAM_DECODER_READ_STATUS_ABORT
        }
        let room = UnsafeMutableRawBufferPointer(start: buffer, count: count.pointee)
        guard let got = session.read(into: room) else { return FLAC__STREAM_DECODER_READ_STATUS_ABORT }
        count.pointee = got
        return got == 0 ? FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM : FLAC__STREAM_DECODER_READ_STATUS_CONTINUE
    }

    // Without it libFLAC cannot say where the last frame ended.
    static let tell: FLAC__StreamDecoderTellCallback = { _, offset, client in
        guard let session = session(client), let offset else { return FLAC__STREAM_DECODER_TELL_STATUS_ERROR }
        offset.pointee = UInt64(session.position)
        return FLAC__STREAM_DECODER_TELL_STATUS_OK
    }

    static let metadata: FLAC__StreamDecoderMetadataCallback = { _, block, client in
        guard let session = session(client), let block else { return }
        session.take(block)
    }

    static let write: FLAC__StreamDecoderWriteCallback = { _, frame, channels, client in
        guard let session = session(client), let frame, let channels, session.take(frame.pointee.header, channels)
        else {
            return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT
        }
        return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE
    }

    static let error: FLAC__StreamDecoderErrorCallback = { _, status, client in
        guard let session = session(client) else { return }
        session.note(status)
    }
}
