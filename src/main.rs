use std::process::ExitCode;

fn main() -> ExitCode {
    evigraph::cli::main()
}
