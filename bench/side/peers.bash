# The backends and the balancers of side-by-side. Sourced.
# shellcheck shell=bash disable=SC2154,SC2034 # what side-by-side sets, and the other files use

readonly java="${JAVA_HOME:+$JAVA_HOME/bin/}java" jar=balancer-verticle/target/balancer-verticle-fat.jar
readonly client_jar=client-verticle/target/client-verticle-fat.jar
taken=()
backend_ports=()
declare -A port=()

look_for_what_is_missing() {
  local packages=() command
  need() { command -v "$1" >/dev/null || packages+=("$2"); } # command, package
  need nginx nginx-light
  need curl curl
  if wants kept || wants connections || wants latency || wants warm; then need wrk wrk; fi
  if wants bulk; then need iperf3 iperf3; fi
  if [[ " ${balancers[*]} " == *" haproxy "* ]]; then need haproxy haproxy; fi
  if [[ " ${balancers[*]} " == *" nginx "* ]] && command -v nginx >/dev/null; then
    stream_module || packages+=(libnginx-mod-stream)
  fi
  ((${#packages[@]} == 0)) || die "this machine lacks what is measured against: apt-get install ${packages[*]}"
  for command in "$jar" "$client_jar"; do
    [[ -f $command ]] || die "there is no $command: ./mvnw -DskipTests package"
  done
  "$java" -version >/dev/null 2>&1 || die 'there is no Java: install a JDK 17 or later'
}

stream_module() { # leaves the line that loads it, which may be empty
  local built modules
  built=$(nginx -V 2>&1)
  modules=$(sed -n 's/.*--modules-path=\([^ ]*\).*/\1/p' <<<"$built")
  REPLY=''
  if [[ -n $modules && -f $modules/ngx_stream_module.so ]]; then
    REPLY="load_module $modules/ngx_stream_module.so;"
  else
    [[ "$built " == *'--with-stream '* ]]
  fi
}

versions() {
  local all=()
  command -v haproxy >/dev/null && all+=("haproxy-$(haproxy -v | sed -n '1s/.*version \([0-9.]*\).*/\1/p')")
  all+=("nginx-$(nginx -v 2>&1 | sed 's/.*nginx.//; s/ .*//')")
  all+=("java-$("$java" -version 2>&1 | sed -n '1s/.*"\(.*\)".*/\1/p')")
  echo "${all[*]}"
}

start_backends() { # nginx on four ports; the status of one says how many requests came. And iperf3.
  local n
  for n in 1 2 3 4; do free_port && backend_ports+=("$REPLY"); done
  {
    nginx_main backends
    echo "http {
      access_log off; keepalive_requests 1000000000; keepalive_timeout 1h; client_header_timeout 1h; server_tokens off;
      client_body_temp_path $work/t1; proxy_temp_path $work/t2; fastcgi_temp_path $work/t3; uwsgi_temp_path $work/t4;
      scgi_temp_path $work/t5; default_type text/plain;
      server {"
    for n in "${backend_ports[@]}"; do echo "listen 127.0.0.1:$n reuseport backlog=4096;"; done
    echo "location / { return 200 '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'; }
      location = /status { stub_status; } } }"
  } >"$work/backends.conf"
  start backends nginx -c "$work/backends.conf" -p "$work"
  await_answer backends "${backend_ports[0]}"
  if wants bulk; then
    free_port && port[iperf]=$REPLY
    start iperf iperf3 -s -B 127.0.0.1 -p "${port[iperf]}"
  fi
}

nginx_main() { # name
  echo "daemon off; worker_processes 2; pid $work/$1.pid; error_log $work/$1.err error;
    worker_rlimit_nofile $(ulimit -Hn); events { worker_connections 10000; }"
}

served() { # leaves how many requests the backends have had
  local line
  local -a counts=()
  {
    printf 'GET /status HTTP/1.0\r\n\r\n' >&3
    while IFS= read -r -t 5 -u 3 line; do
      # shellcheck disable=SC2206
      [[ ! $line =~ ^\ [0-9]+\ [0-9]+\ [0-9]+ ]] || counts=($line)
    done
  } 3<>"/dev/tcp/127.0.0.1/${backend_ports[0]}"
  REPLY=${counts[2]}
}

start_balancer() { # which, name of this one, "clustered" or nothing: returns when it serves
  launch_balancer "$@"
  await_answer "$2" "${port[$2.web]}"
}

launch_balancer() {
  local listener
  for listener in web bulk splice copy; do free_port && port[$2.$listener]=$REPLY; done
  case "$1" in
    haproxy) haproxy_configuration "$2" >"$work/$2.cfg" && start "$2" haproxy -db -f "$work/$2.cfg" ;;
    nginx) nginx_configuration "$2" >"$work/$2.conf" && start "$2" nginx -c "$work/$2.conf" -p "$work" ;;
    *) start_equipoise "$@" ;;
  esac
}

# As its manual has it: as many threads as loops here, timeouts set, splicing where it finds that it pays, nothing else touched.
haproxy_configuration() { # name
  local n
  echo "global
  nbthread 2
defaults
  mode tcp
  option splice-auto
  timeout connect 5s
  timeout client 1h
  timeout server 1h
listen web
  bind 127.0.0.1:${port[$1.web]}
  balance roundrobin"
  for n in "${backend_ports[@]}"; do echo "  server b$n 127.0.0.1:$n"; done
  if wants bulk; then
    echo "listen bulk
  bind 127.0.0.1:${port[$1.bulk]}
  server iperf 127.0.0.1:${port[iperf]}
listen splice
  no option splice-auto
  option splice-request
  option splice-response
  bind 127.0.0.1:${port[$1.splice]}
  server iperf 127.0.0.1:${port[iperf]}
listen copy
  no option splice-auto
  bind 127.0.0.1:${port[$1.copy]}
  server iperf 127.0.0.1:${port[iperf]}"
  fi
}

nginx_configuration() { # name
  local n
  stream_module
  echo "$REPLY"
  nginx_main "$1"
  echo 'stream { proxy_timeout 1h; proxy_connect_timeout 5s; upstream web {'
  for n in "${backend_ports[@]}"; do echo "server 127.0.0.1:$n;"; done
  echo "} server { listen 127.0.0.1:${port[$1.web]} reuseport backlog=4096; proxy_pass web; }"
  if wants bulk; then
    echo "server { listen 127.0.0.1:${port[$1.bulk]} reuseport; proxy_pass 127.0.0.1:${port[iperf]}; }"
  fi
  echo '}'
}

# All its defaults but what the others do not do either: no access log, two loops. The service of iperf3, which takes one
# client at a time, is probed once.
start_equipoise() { # which, name, "clustered" or nothing
  local web='' bulk='' service='' n options=()
  for n in "${backend_ports[@]}"; do web+=",\"127.0.0.1:$n\""; done
  if wants bulk; then
    bulk=",{\"name\":\"bulk\",\"host\":\"127.0.0.1\",\"port\":${port[$2.bulk]},\"service\":\"bulk\"}"
    service=",\"bulk\":{\"backends\":[\"127.0.0.1:${port[iperf]}\"],\"health\":{\"interval\":\"1h\"}}"
  fi
  read -ra options <<<"${variant[$1]-}"
  local arguments=(-jar "$jar")
  if [[ ${3-} == clustered ]]; then
    free_port
    options+=("-Dequipoise.cluster.name=side-$$-$REPLY" "-Dequipoise.cluster.port=$REPLY")
    arguments+=(-cluster)
  fi
  start "$2" "$java" ${options[@]+"${options[@]}"} "${arguments[@]}" -conf "{
    \"listeners\":[{\"name\":\"web\",\"host\":\"127.0.0.1\",\"port\":${port[$2.web]},\"service\":\"web\"}$bulk],
    \"services\":{\"web\":{\"policy\":\"round-robin\",\"backends\":[${web:1}]}$service},
    \"loops\":2,\"accessLog\":{\"enabled\":false},\"admin\":{\"port\":0}}"
}
