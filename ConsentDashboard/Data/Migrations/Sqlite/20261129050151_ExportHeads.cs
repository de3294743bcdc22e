using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConsentDashboard.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ExportHeads : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "DecidedFromSeq",
                table: "ExportJobs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "DecidedUntilSeq",
                table: "ExportJobs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "DecidedFromSeq",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "DecidedUntilSeq",
                table: "ExportJobs");
        }
    }
}
