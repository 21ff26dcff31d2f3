package salvor.copier.net;

/**
 * Something that a server offers by name.
 *
 * @param path the file or device, as the server's opener understands it
 * @param writable whether it may be written as an image
 */
public record Export(String path, boolean writable) {}
