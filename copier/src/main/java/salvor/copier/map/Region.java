package salvor.copier.map;

import salvor.protocol.message.Extent;

/** An extent whose bytes all have one status. */
public record Region(Extent extent, Status status) {}
