package io.equipoise.client.protocol;

/** How far a reply is. */
public enum Progress {
    /** Right so far, more must come. */
    MORE,
    /** Complete and right. */
    COMPLETE,
    /** A byte differs from what was asked for, or nobody asked for it. */
    WRONG_BYTES,
    /** Well-formed, but it says that the request was not served. */
    WRONG_STATUS
}
