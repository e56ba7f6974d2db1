// Defines functions of libavcodec: there is nothing to declare that its own headers do not.
