#!/usr/bin/env bash
# Adds one migration to both providers: eng/add-migration.sh Name
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?usage: eng/add-migration.sh Name}
dotnet tool restore
for provider in Sqlite SqlServer; do
  dotnet ef migrations add "$name" --project ConsentDashboard --context "${provider}DashboardDbContext" --output-dir "Data/Migrations/$provider"
done
