using AltogicAuth.Accounts;
using AltogicAuth.Passwords;

namespace AltogicAuth.Hosting;

public static class AccountsSetup
{
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DeletionCookie>();
        builder.Services.AddSingleton<FreshRegistrations>();
        builder.Services.AddSingleton<KeyedLock>();
        builder.Services.AddSingleton<PasswordPolicy>();
        builder.Services.AddScoped<AccountDeletion>();
        builder.Services.AddScoped<CurrentAccount>();
        builder.Services.AddScoped<DataExport>();
        builder.Services.AddScoped<LinkSignIns>();
        builder.Services.AddScoped<PasswordResets>();
        builder.Services.AddScoped<PhotoStorage>();
        builder.Services.AddScoped<Registrations>();
        builder.Services.AddScoped<SecurityNotices>();
        builder.Services.AddScoped<SignInCompletion>();
        builder.Services.AddScoped<UnconfirmedPasswords>();
    }
}
