# Keeps one PostgreSQL server for tests for as long as somebody holds a shared lock on STATE/users,
# and ten seconds longer, so that one test run after the other finds it running.
#
# Arguments: STATE folder, BIN folder of PostgreSQL, OWNER (empty: the caller) and the settings.
# Prints one line, the folder of its socket, when it answers. Everything it made is removed at its
# end; when it is killed itself, the server dies with it.
set -eu
state=$1 bin=$2 owner=$3
shift 3
# What a watcher left that was killed: whoever calls found that nobody answers there.
left=$(cat "$state/socket" 2>/dev/null || true)
case $left in "${TMPDIR:-/tmp}"/yizhan-postgres-*/socket) rm -rf "${left%/socket}" ;; esac
home=$(mktemp -d "${TMPDIR:-/tmp}/yizhan-postgres-XXXXXX")
mkdir "$home/socket"
server=

finish() {
    rm -f "$state/socket"
    if [ -n "$server" ]; then
        kill -QUIT "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$home"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

become=
if [ -n "$owner" ]; then
    chown -R "$owner" "$home"
    chmod 755 "$home" "$home/socket"
    become="--reuid=$owner --regid=$(id -g "$owner") --clear-groups"
fi

cd "$home"
setpriv $become "$bin/initdb" --pgdata="$home/data" --username=postgres --auth=trust \
    --encoding=UTF8 --locale=C --no-sync >"$home/log" 2>&1 || { tail -n 3 "$home/log"; exit 1; }
setpriv $become --pdeathsig QUIT "$bin/postgres" -D "$home/data" -k "$home/socket" \
    -c listen_addresses= -c max_connections=300 -c shared_buffers=64MB "$@" \
    >>"$home/log" 2>&1 </dev/null &
server=$!
until grep -qs '^ready' "$home/data/postmaster.pid"; do
    kill -0 "$server" 2>/dev/null || { tail -n 3 "$home/log"; exit 1; }
    sleep 0.05
done
echo "$home/socket" >"$state/socket"
echo "ready $home/socket"
exec >/dev/null 2>&1

exec 9<>"$state/users"
while :; do
    flock -x 9
    flock -u 9
    sleep 10
    # Still nobody: the lock is kept until the end, so that whoever comes now waits for it and
    # then starts a server of its own.
    if flock -xn 9; then exit 0; fi
done
