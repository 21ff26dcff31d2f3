package salvor.copier.pair.metadata;

/** One structure recognised on a disk: evidence, never proof. */
public sealed interface Finding
        permits MdSuperblock, MdBitmap, LvmLabel, PartitionTable, FileSystem, FirmwareRaid {

    /** One sentence without its full stop, as a person would say it. */
    String sentence();
}
