# Sourced by the scripts beside it.

# Finds a JDK 25 or newer and sets JAVA_HOME.
# Reads the "release" file that every JDK has, for starting a java to ask it takes longer than a command.

salvor_is_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r key value; do
        if [ "$key" = JAVA_VERSION ]; then
            value=${value#\"}
            value=${value%%[!0-9]*}
            [ "${value:-0}" -ge 25 ] && return 0
            return 1
        fi
    done <"$1/release"
    return 1
}

salvor_find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && salvor_is_jdk "$JAVA_HOME"; then
        return 0
    fi
    java=$(command -v java 2>/dev/null) && java=$(readlink -f "$java") || java=
    for home in "${java%/bin/java}" /usr/lib/jvm/* /opt/*jdk* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        if [ -n "$home" ] && salvor_is_jdk "$home"; then
            JAVA_HOME=$home
            export JAVA_HOME
            return 0
        fi
    done
    echo "salvor: no JDK 25 found: install one (Debian: temurin-25-jdk or openjdk-25-jdk), or set JAVA_HOME to one" >&2
    return 1
}

# Whether the program in the folder $1 is built from the sources as they are now.
salvor_is_built() {
    [ -f "$1/copier/target/salvor.built" ] &&
        [ -z "$(find "$1/protocol/src/main" "$1/copier/src/main" "$1/pom.xml" "$1/protocol/pom.xml" \
            "$1/copier/pom.xml" -newer "$1/copier/target/salvor.built" -print -quit)" ]
}

# A standard stream that is closed becomes one that cannot be used, as GNU cmp does it: to read or write it fails as
# ever, and no file that is opened later gets its number.
salvor_hold_streams() {
    { true 3<&0; } 2>/dev/null || exec 0>/dev/full
    { true 3>&1; } 2>/dev/null || exec 1</dev/null
    true 3>&2 || exec 2</dev/null
}

# Sets sigpipe to "ignored" when whoever started this ignores that signal: the JVM sets it as it likes.
# The mask is hexadecimal, and the signal its thirteenth bit.
salvor_look_for_sigpipe() {
    sigpipe=
    while read -r key mask; do
        case $key:$mask in
            SigIgn::*[13579bdf]???) sigpipe=ignored ;;
        esac
    done </proc/self/status
}
